import { z } from 'zod';
import { blockedContrast } from '../blocked-contrast';
import { groupBySetting, settingFields, settingKey, type Setting } from '../condition';
import { confidenceLevel } from '../interval';
import { tableKind } from '../table-kind';
import type { RunRow } from '../tables';
import { decide, ruleInWords, verdicts, type Rule } from './decide';

export const claimNames = ['L1', 'L2', 'L3', 'L4'] as const;
export type ClaimName = (typeof claimNames)[number];

const effect = z.number().or(z.nan());

const evidenceSchema = z.strictObject({
  claim: z.enum(claimNames),
  task: settingFields.task,
  normalization: settingFields.normalization,
  /** What the claim predicts here, in words. */
  statement: z.string(),
  /** What is computed, in words. */
  statistic: z.string(),
  /** Of effect, lower and upper; empty for indices, which have none. */
  unit: z.enum(['', 'percentage points']),
  /** Seeds that have every network that is compared. */
  n: z.int().positive(),
  effect,
  /** Coverage of the interval: 0.95, or more where several comparisons share an error of 5 %. */
  level: z.number().min(confidenceLevel).max(1),
  /** What the interval is taken over. */
  over: z.literal('seeds'),
  lower: effect.nullable(),
  upper: effect.nullable(),
  /** Which intervals decide what, fixed in code before results are seen. */
  rule: z.string(),
  verdict: z.enum(verdicts),
});

export type EvidenceRow = z.infer<typeof evidenceSchema>;

/** One row for each comparison that bears on a claim of LPK24. The statistics and rules are ours. */
export const evidence = tableKind('claims', evidenceSchema);

/** Networks of one task and one normalization: like is compared with like. */
export interface Group {
  readonly task: string;
  readonly normalization: Setting['normalization'];
  readonly rows: readonly RunRow[];
}

/** The groups of a table's networks. */
export function comparableGroups(rows: readonly RunRow[]): Group[] {
  const groups = new Map<string, { task: string; normalization: Setting['normalization']; rows: RunRow[] }>();
  for (const { setting, rows: same } of groupBySetting(rows)) {
    const key = JSON.stringify([setting.task, setting.normalization]);
    const group = groups.get(key) ?? { task: setting.task, normalization: setting.normalization, rows: [] };
    group.rows.push(...same);
    groups.set(key, group);
  }
  return [...groups.values()];
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
export function compare({ task, normalization }: Group, comparison: Comparison): EvidenceRow[] {
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
    {
      claim,
      task,
      normalization,
      statement,
      statistic,
      unit,
      n,
      effect,
      level,
      over,
      lower,
      upper,
      rule: ruleInWords(rule),
      verdict: decide(contrast, rule),
    },
  ];
}

/** Weights of the difference a − b between two settings; all others only join the estimate of the error. */
export function difference(isA: (setting: Setting) => boolean, isB: (setting: Setting) => boolean) {
  return (setting: Setting): number => Number(isA(setting)) - Number(isB(setting));
}
