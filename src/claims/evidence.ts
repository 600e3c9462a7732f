import { z } from 'zod';
import { groupBySetting, normalizationLabel, settingFields, STANDARD_VARIANT, type Setting } from '../tables/condition';
import { tableKind } from '../files/table-kind';
import type { RunRow } from '../tables/tables';
import { verdicts } from './decide';

/** LPK24's claims, then JAB18's findings. */
export const claimNames = ['L1', 'L2', 'L3', 'L4', 'J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9'] as const;
export type ClaimName = (typeof claimNames)[number];

const effect = z.number().or(z.nan());

export const evidenceSchema = z.strictObject({
  claim: z.enum(claimNames),
  experiment: settingFields.experiment,
  preset: settingFields.preset,
  task: settingFields.task,
  /** Which networks of the task these are, e.g. `batch norm` or `ResNet-56`. */
  networks: z.string().min(1),
  /** What the claim predicts here, in words. */
  statement: z.string(),
  /** What is computed, in words. */
  statistic: z.string(),
  /** Of effect and bounds; empty where they have none. */
  unit: z.enum(['', 'percentage points']),
  /** It decides the claim on its task, alone or with the other primary ones; all else is shown and decides nothing. */
  primary: z.boolean(),
  /** What the interval is taken over: networks that differ in their seed, or images that one network was measured on. */
  over: z.enum(['seeds', 'images']),
  /** Seeds that have every network that is compared, all of them competent, or images. */
  n: z.int().nonnegative(),
  /** Seeds left out because a network that is compared is not competent. */
  leftOut: z.int().nonnegative(),
  /** `NaN`: no value, or one that left the range of numbers. */
  effect,
  /** The effect in each seed that `n` counts, with spaces between; empty over images. */
  bySeed: z.string().default(''),
  /** Two-sided 95 % interval, for the eye; over seeds from three on. */
  lower: effect.nullable(),
  upper: effect.nullable(),
  /** One-sided 95 % bounds, on which the verdict rests; `null` over images, which decide nothing. */
  atLeast: effect.nullable(),
  atMost: effect.nullable(),
  /** One-sided p-value of the contradiction, for Holm's procedure over tasks; `null` where there is none. */
  pAgainst: z.number().min(0).max(1).nullable(),
  /** Which bounds decide what, fixed in code before results of the study are seen. */
  rule: z.string(),
  verdict: z.enum(verdicts),
  /** Where it is undecided: seeds that would decide it, should effect and spread stay as they are; `null`: no number of them would, or none can be told. */
  seedsToDecide: z.int().positive().nullable().default(null),
  /** The blocks of a compared setting do next to nothing (work below 0.1): CI = RI = 1 and DI = 0 are also what such a stage shows. */
  idle: z.boolean(),
  /** Names of the runs behind it, with spaces between; of a published network its name. */
  runs: z.string().min(1),
});

export type EvidenceRow = z.infer<typeof evidenceSchema>;

/** One row for each comparison that bears on a claim of LPK24 or JAB18: the claim ledger. The statistics and rules are ours. */
export const evidence = tableKind('claims', evidenceSchema);

/** What a verdict has to know of every network, by the name of its run: is it competent, do its blocks work? */
export type Known = ReadonlyMap<string, Pick<RunRow, 'testAccuracy' | 'chance' | 'work'>>;

export const knownOf = (rows: readonly RunRow[]): Known => new Map(rows.map((row) => [row.run, row]));

/** Networks of one experiment, task and normalization: like is compared with like. */
export interface Group<Row extends Setting = RunRow> extends Pick<Setting, 'experiment' | 'preset' | 'task' | 'normalization'> {
  readonly rows: readonly Row[];
  readonly known: Known;
}

/** The groups of a table's networks, those of all variants together. */
export function comparableGroups(rows: readonly RunRow[]): Group[] {
  const groups = new Map<string, Group & { rows: RunRow[] }>();
  const known = knownOf(rows);
  for (const { setting, rows: same } of groupBySetting(rows)) {
    const { experiment, preset, task, normalization } = setting;
    const key = JSON.stringify([experiment, preset, task, normalization]);
    const group = groups.get(key) ?? { experiment, preset, task, normalization, rows: [], known };
    group.rows.push(...same);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The networks of a group at λ and c, of those that start from equal values unless another variant is said. */
export function networksAt({ rows }: Pick<Group, 'rows'>, coupling: number, lipschitz: number | null, variant = STANDARD_VARIANT): RunRow[] {
  return rows.filter((row) => row.variant === variant && row.coupling === coupling && row.lipschitz === lipschitz);
}

/** The indices by the names of their columns. */
export const indexNames = {
  convergenceIndex: 'Convergence Index',
  recurrenceIndex: 'Recurrence Index',
  divergenceIndex: 'Divergence Index',
  exchangeIndex: 'Exchange Index',
} as const;
export type IndexColumn = keyof typeof indexNames;

/** The part of a row that says which networks it is of. */
export function ofGroup({ experiment, preset, task, normalization }: Pick<Setting, 'experiment' | 'preset' | 'task' | 'normalization'>): Pick<EvidenceRow, 'experiment' | 'preset' | 'task' | 'networks'> {
  return { experiment, preset, task, networks: normalizationLabel(normalization) };
}
