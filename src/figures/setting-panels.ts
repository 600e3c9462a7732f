import { CONVENTIONAL_VARIANT, family, groupBySetting, normalizationLabel, settingLabel, STANDARD_VARIANT, type Condition, type Setting } from '../tables/condition';
import { settingStyle, type SettingStyle } from './setting-style';

/** Networks of one setting. */
export interface SettingGroup<Row> {
  readonly setting: Setting;
  readonly rows: readonly Row[];
}

/** Settings that share a panel, so that their lines are told apart. */
export interface SettingPanel<Row> {
  /** empty where there is one panel only */
  readonly heading: string;
  readonly groups: readonly SettingGroup<Row>[];
  /** what all panels but its own show beside, to compare with */
  readonly reference?: SettingGroup<Row>;
}

/** In one panel, without small multiples. */
const FEW = 4;
/** In one panel of small multiples. */
const MOST = 5;

const isOrdinary = ({ variant, normalization, coupling, lipschitz }: Setting): boolean =>
  variant === 'unshared' || (variant === STANDARD_VARIANT && normalization === 'batch' && coupling === 0 && lipschitz === null);

function kindOf(setting: Setting): string {
  if (setting.variant !== STANDARD_VARIANT && setting.variant !== CONVENTIONAL_VARIANT) return 'variants';
  if (setting.normalization !== 'batch') return normalizationLabel(setting.normalization);
  return setting.variant === CONVENTIONAL_VARIANT ? 'variants' : family(setting);
}

/**
 * The settings of a table as panels, small multiples where they are more than four: by family, by normalization, and variants together. Ordinary networks are
 * beside the others in every panel, and have no panel of their own.
 */
export function settingPanels<Row extends Condition>(rows: readonly Row[]): SettingPanel<Row>[] {
  const groups = groupBySetting(rows);
  if (groups.length <= FEW) return [{ heading: '', groups }];
  const reference = groups.find(({ setting }) => isOrdinary(setting));
  const kinds = new Map<string, SettingGroup<Row>[]>();
  for (const group of groups) {
    if (group === reference) continue;
    const kind = kindOf(group.setting);
    kinds.set(kind, [...(kinds.get(kind) ?? []), group]);
  }
  return [...kinds].flatMap(([kind, members]) => {
    const panels = Math.ceil(members.length / MOST);
    const size = Math.ceil(members.length / panels);
    return Array.from({ length: panels }, (_, i) => ({
      heading: panels === 1 ? kind : `${kind} (${i + 1} of ${panels})`,
      groups: members.slice(i * size, (i + 1) * size),
      ...(reference && { reference }),
    }));
  });
}

/** A line of a panel. */
export interface PanelLine<Row> {
  readonly name: string;
  readonly style: SettingStyle;
  readonly rows: readonly Row[];
  readonly isReference: boolean;
}

/** The lines of a panel, that to compare with first, below the others. */
export function linesOfPanel<Row>({ groups, reference }: SettingPanel<Row>): PanelLine<Row>[] {
  const line = (isReference: boolean) => ({ setting, rows }: SettingGroup<Row>): PanelLine<Row> => ({ name: settingLabel(setting), style: settingStyle(setting), rows, isReference });
  return [...(reference ? [reference] : []).map(line(true)), ...groups.map(line(false))];
}
