import { z } from 'zod';
import { NORMALIZATIONS, type Normalization } from '../networks/definition';

/** What distinguishes one kind of network from another; the same for all seeds. */
export const settingFields = {
  /** Name of the data set, e.g. `mnist`. */
  task: z.string().min(1),
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

export function family({ coupling, lipschitz }: Setting): Family {
  if (lipschitz === null) return coupling === 0 ? 'ordinary' : 'coupled';
  return coupling === 0 ? 'constrained' : 'coupled and constrained';
}

/** `ordinary`, `λ = 0.5`, `c = 1` or `λ = 0.5, c = 1`; other normalizations than batch are named. */
export function settingLabel(setting: Setting): string {
  const parts: string[] = [];
  if (setting.coupling > 0) parts.push(`λ = ${setting.coupling}`);
  if (setting.lipschitz !== null) parts.push(`c = ${setting.lipschitz}`);
  const name = parts.length > 0 ? parts.join(', ') : 'ordinary';
  return setting.normalization === 'batch' ? name : `${name} (${normalizationLabel(setting.normalization)})`;
}

export function normalizationLabel(normalization: Normalization): string {
  return normalization === 'none' ? 'no norm' : `${normalization} norm`;
}

export function settingOf({ task, normalization, coupling, lipschitz }: Setting): Setting {
  return { task, normalization, coupling, lipschitz };
}

/** Equal for equal settings only. */
export function settingKey({ task, normalization, coupling, lipschitz }: Setting): string {
  return JSON.stringify([task, normalization, coupling, lipschitz]);
}

/** Orders settings by task, normalization, family, λ, then from no constraint to the tightest. */
export function compareSettings(a: Setting, b: Setting): number {
  return (
    Number(a.task > b.task) - Number(a.task < b.task) ||
    NORMALIZATIONS.indexOf(a.normalization) - NORMALIZATIONS.indexOf(b.normalization) ||
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
