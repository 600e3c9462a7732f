import { z } from 'zod';
import { NORMALIZATIONS, type Normalization } from '../networks/definition';

/** The variant of a network that is as its experiment describes it; others are named for what they have apart, e.g. `1 block`. */
export const STANDARD_VARIANT = 'standard';

/** That of networks as they are usually trained: their blocks start from values of their own, at full scale. */
export const CONVENTIONAL_VARIANT = 'conventional';

/** That of a run that was trained once more, beside the run that it repeats. */
export const AGAIN_VARIANT = 'trained again';

/** What distinguishes one kind of network from another; the same for all seeds. */
export const settingFields = {
  /** Of which it is a part, e.g. `mnist` or `sharing`. */
  experiment: z.string().min(1),
  /** Size of the experiment, e.g. `study`. */
  preset: z.string().min(1),
  /** Name of the data set, e.g. `mnist`. */
  task: z.string().min(1),
  /** {@link STANDARD_VARIANT}, or what the network has apart from others of its experiment. */
  variant: z.string().min(1),
  normalization: z.enum(NORMALIZATIONS),
  /** Soft gradient coupling λ: 0 leaves the blocks of a stage independent, 1 keeps them identical. */
  coupling: z.number().min(0).max(1),
  /** Lipschitz constraint c on every convolution kernel of F; `null` where there is none. */
  lipschitz: z.number().positive().nullable(),
};

export const conditionFields = { ...settingFields, seed: z.int() };

export type Setting = z.infer<z.ZodObject<typeof settingFields>>;
/** A setting trained from one seed: one network. */
export type Condition = z.infer<z.ZodObject<typeof conditionFields>>;

/** The four kinds of network that the experiment compares. */
export const families = ['ordinary', 'coupled', 'constrained', 'coupled and constrained'] as const;
export type Family = (typeof families)[number];

export function family({ coupling, lipschitz }: Pick<Setting, 'coupling' | 'lipschitz'>): Family {
  if (lipschitz === null) return coupling === 0 ? 'ordinary' : 'coupled';
  return coupling === 0 ? 'constrained' : 'coupled and constrained';
}

/** `ordinary`, `λ = 0.5`, `c = 1` or `1 block, λ = 0.5, c = 1`; other normalizations than batch are named. */
export function settingLabel(setting: Pick<Setting, 'variant' | 'normalization' | 'coupling' | 'lipschitz'>): string {
  const parts: string[] = [];
  if (setting.variant !== STANDARD_VARIANT) parts.push(setting.variant);
  if (setting.coupling > 0) parts.push(`λ = ${setting.coupling}`);
  if (setting.lipschitz !== null) parts.push(`c = ${setting.lipschitz}`);
  const name = parts.length > 0 ? parts.join(', ') : 'ordinary';
  return setting.normalization === 'batch' ? name : `${name} (${normalizationLabel(setting.normalization)})`;
}

export function normalizationLabel(normalization: Normalization): string {
  return normalization === 'none' ? 'no norm' : `${normalization} norm`;
}

export function settingOf({ experiment, preset, task, variant, normalization, coupling, lipschitz }: Setting): Setting {
  return { experiment, preset, task, variant, normalization, coupling, lipschitz };
}

/** Equal for equal settings only. */
export function settingKey(setting: Setting): string {
  return JSON.stringify(Object.values(settingOf(setting)));
}

/** Orders settings by experiment, preset, task, normalization, variant (the standard one first), family, λ, then from no constraint to the tightest. */
export function compareSettings(a: Setting, b: Setting): number {
  const byName = (field: 'experiment' | 'preset' | 'task' | 'variant'): number => a[field].localeCompare(b[field], 'en', { numeric: true });
  return (
    byName('experiment') ||
    byName('preset') ||
    byName('task') ||
    NORMALIZATIONS.indexOf(a.normalization) - NORMALIZATIONS.indexOf(b.normalization) ||
    Number(b.variant === STANDARD_VARIANT) - Number(a.variant === STANDARD_VARIANT) ||
    byName('variant') ||
    families.indexOf(family(a)) - families.indexOf(family(b)) ||
    a.coupling - b.coupling ||
    (b.lipschitz ?? Infinity) - (a.lipschitz ?? Infinity) ||
    0
  );
}

/** Rows of the same setting together, in the order of {@link compareSettings}; the seeds of a group rise. */
export function groupBySetting<Row extends Condition>(rows: readonly Row[]): { setting: Setting; rows: Row[] }[] {
  const groups = new Map<string, { setting: Setting; rows: Row[] }>();
  for (const row of rows) {
    const key = settingKey(row);
    const group = groups.get(key) ?? { setting: settingOf(row), rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  for (const group of groups.values()) group.rows.sort((a, b) => a.seed - b.seed);
  return [...groups.values()].sort((a, b) => compareSettings(a.setting, b.setting));
}
