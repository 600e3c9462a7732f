import { z } from 'zod';
import { blockedContrast } from '../statistics/blocked-contrast';
import { groupBySetting, normalizationLabel, settingFields, settingKey, STANDARD_VARIANT, type Setting } from '../tables/condition';
import { confidenceLevel } from '../statistics/interval';
import { tableKind } from '../files/table-kind';
import type { RunRow } from '../tables/tables';
import { decide, ruleInWords, verdicts, type Rule } from './decide';

/** LPK24's claims, then JAB18's findings. */
export const claimNames = ['L1', 'L2', 'L3', 'L4', 'J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7', 'J8', 'J9'] as const;
export type ClaimName = (typeof claimNames)[number];

const effect = z.number().or(z.nan());

const evidenceSchema = z.strictObject({
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
  /** Of effect, lower and upper; empty where they have none. */
  unit: z.enum(['', 'percentage points']),
  /** What the interval is taken over: networks that differ in their seed, or images that one network was measured on. */
  over: z.enum(['seeds', 'images']),
  /** Seeds that have every network that is compared, or images. */
  n: z.int().positive(),
  effect,
  /** Coverage of the interval: 0.95, or more where several comparisons share an error of 5 %. */
  level: z.number().min(confidenceLevel).max(1),
  lower: effect.nullable(),
  upper: effect.nullable(),
  /** Which intervals decide what, fixed in code before results are seen. */
  rule: z.string(),
  verdict: z.enum(verdicts),
  /** Names of the runs behind it, with spaces between; of a published network its name. */
  runs: z.string().min(1),
});

export type EvidenceRow = z.infer<typeof evidenceSchema>;

/** One row for each comparison that bears on a claim of LPK24 or JAB18: the claim ledger. The statistics and rules are ours. */
export const evidence = tableKind('claims', evidenceSchema);

/** Networks of one experiment, task and normalization: like is compared with like. */
export interface Group<Row extends Setting = RunRow> extends Pick<Setting, 'experiment' | 'preset' | 'task' | 'normalization'> {
  readonly rows: readonly Row[];
}

/** The groups of a table's networks, those of all variants together. */
export function comparableGroups<Row extends RunRow>(rows: readonly Row[]): Group<Row>[] {
  const groups = new Map<string, Group<Row> & { rows: Row[] }>();
  for (const { setting, rows: same } of groupBySetting(rows)) {
    const { experiment, preset, task, normalization } = setting;
    const key = JSON.stringify([experiment, preset, task, normalization]);
    const group = groups.get(key) ?? { experiment, preset, task, normalization, rows: [] };
    group.rows.push(...same);
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** The networks of a group that are as the experiment describes them. */
export function standardNetworks<Row extends Setting>(group: Group<Row>): Group<Row> {
  return { ...group, rows: group.rows.filter(({ variant }) => variant === STANDARD_VARIANT) };
}

/** The indices by the names of their columns. */
export const indexNames = {
  convergenceIndex: 'Convergence Index',
  recurrenceIndex: 'Recurrence Index',
  divergenceIndex: 'Divergence Index',
} as const;
export type IndexColumn = keyof typeof indexNames;

interface Comparison {
  readonly claim: ClaimName;
  readonly statement: string;
  readonly statistic: string;
  /** The networks that estimate effect and error. */
  readonly family: readonly RunRow[];
  /** Index without unit, or test error in percentage points. */
  readonly measure: IndexColumn | 'testError';
  /** Weight of a setting in the contrast, given all settings of the family; they sum to 0. */
  readonly weight: (setting: Setting, all: readonly Setting[]) => number;
  readonly rule: Rule;
  readonly level?: number;
}

/** The evidence row of a contrast within a group; none where the networks that it needs were not trained. */
export function compare(group: Group, comparison: Comparison): EvidenceRow[] {
  const { claim, statement, statistic, family, measure, weight, rule, level = confidenceLevel } = comparison;
  const settings = groupBySetting(family).map(({ setting }) => setting);
  if (settings.length < 2) return [];
  const scale = measure === 'testError' ? 100 : 1;
  const contrast = blockedContrast(
    family.map((row) => ({ block: row.seed, treatment: settingKey(row), value: scale * (row[measure] ?? NaN) })),
    new Map(settings.map((setting) => [settingKey(setting), weight(setting, settings)])),
    level,
  );
  if (!contrast) return [];
  const { over, effect, lower, upper, blocks: n } = contrast;
  const unit = measure === 'testError' ? 'percentage points' : '';
  return [
    { claim, ...ofGroup(group), statement, statistic, unit, over, n, effect, level, lower, upper, rule: ruleInWords(rule), verdict: decide(contrast, rule), runs: runNames(family) },
  ];
}

/** The part of a row that says which networks it is of. */
export function ofGroup({ experiment, preset, task, normalization }: Omit<Group, 'rows'>): Pick<EvidenceRow, 'experiment' | 'preset' | 'task' | 'networks'> {
  return { experiment, preset, task, networks: normalizationLabel(normalization) };
}

/** Names of runs as a ledger row has them. */
export function runNames(rows: readonly { readonly run: string }[]): string {
  return [...new Set(rows.map(({ run }) => run))].join(' ');
}

/** Weights of the difference a − b between two settings; all others only join the estimate of the error. */
export function difference(isA: (setting: Setting) => boolean, isB: (setting: Setting) => boolean) {
  return (setting: Setting): number => Number(isA(setting)) - Number(isB(setting));
}
