import { table as fromColumns, type ColumnTable } from 'arquero';
import { z } from 'zod';
import { groupBySetting, settingFields, settingKey, settingLabel, type Setting } from './condition';
import { competent } from '../statistics/competence';
import { meanOverSeeds } from '../statistics/shown-interval';
import { runs } from './tables';
import { tableKind } from '../files/table-kind';

/** What is summarized over the seeds of a setting. */
export const measures = [
  'trainAccuracy',
  'testAccuracy',
  'testError',
  'convergenceIndex',
  'recurrenceIndex',
  'divergenceIndex',
  'exchangeIndex',
  'work',
  'parameters',
  'effectiveParameters',
  'lipschitzBound',
] as const;
export type Measure = (typeof measures)[number];

const number = z.number().or(z.nan());

const summarySchema = z.strictObject({
  ...settingFields,
  measure: z.enum(measures),
  /** What the interval is taken over. */
  over: z.literal('seeds'),
  /** Networks (seeds) behind the mean. */
  n: z.int().positive(),
  /** Those among them that are not competent: they solve too little of the task to say anything of its claims. */
  notCompetent: z.int().nonnegative(),
  mean: number,
  standardDeviation: number.nullable(),
  /** 95 % interval of the mean over seeds (Student's t); `null` for fewer than three. */
  lower: number.nullable(),
  upper: number.nullable(),
});

export type SummaryRow = z.infer<typeof summarySchema>;

/** One row for each setting and measure. */
export const summary = tableKind('summary', summarySchema);

/**
 * Mean, standard deviation and 95 % interval over seeds of every measure of every setting, from a `runs` table to a
 * `summary` table. A measure that applies to no network of a setting has no row.
 */
export function summarize(runTable: ColumnTable): ColumnTable {
  return summary.table(
    groupBySetting(runs.rows(runTable)).flatMap(({ setting, rows }) =>
      measures.flatMap((measure) => {
        const having = rows.filter((row) => row[measure] !== null);
        const notCompetent = having.filter(({ testAccuracy, chance }) => !competent(testAccuracy, chance)).length;
        return having.length === 0 ? [] : [{ ...setting, measure, notCompetent, ...meanOverSeeds(having.map((row) => row[measure]!)) }];
      }),
    ),
  );
}

/** Columns of {@link readableSummary}: heading, measure, factor from the stored to the shown unit, decimals. */
const readable: readonly (readonly [heading: string, measure: Measure, scale: number, decimals: number])[] = [
  ['test error (%)', 'testError', 100, 2],
  ['Convergence Index', 'convergenceIndex', 1, 2],
  ['Recurrence Index', 'recurrenceIndex', 1, 2],
  ['Divergence Index', 'divergenceIndex', 1, 2],
  ['Exchange Index', 'exchangeIndex', 1, 2],
  ['work of a stage', 'work', 1, 2],
  ['parameters', 'parameters', 1, 0],
  ['effective parameters', 'effectiveParameters', 1, 0],
  ['Lipschitz bound of F', 'lipschitzBound', 1, 2],
];

/** A `summary` table for the eye: one row for each setting, each measure as `mean [lower, upper]`, n beside it. Networks that are not competent are named so. */
export function readableSummary(summaryTable: ColumnTable): ColumnTable {
  const settings = new Map<string, { setting: Setting; cells: Map<Measure, SummaryRow> }>();
  for (const row of summary.rows(summaryTable)) {
    const key = settingKey(row);
    const entry = settings.get(key) ?? { setting: row, cells: new Map<Measure, SummaryRow>() };
    entry.cells.set(row.measure, row);
    settings.set(key, entry);
  }
  const entries = [...settings.values()];
  const severalTasks = new Set(entries.map(({ setting }) => setting.task)).size > 1;
  return fromColumns({
    ...(severalTasks ? { task: entries.map(({ setting }) => setting.task) } : {}),
    network: entries.map(({ setting, cells }) => `${settingLabel(setting)}${notCompetentInWords(cells.get('testError')!)}`),
    n: entries.map(({ cells }) => Math.max(...[...cells.values()].map((row) => row.n))),
    ...Object.fromEntries(
      readable.map(([heading, measure, scale, decimals]) => [
        heading,
        entries.map(({ cells }) => readableInterval(cells.get(measure), scale, decimals)),
      ]),
    ),
  });
}

/** ` (not competent)`; ` (1 of 3 not competent)` where it is not all seeds; nothing where all are competent. */
function notCompetentInWords({ n, notCompetent }: SummaryRow): string {
  if (notCompetent === 0) return '';
  return notCompetent === n ? ' (not competent)' : ` (${notCompetent} of ${n} not competent)`;
}

/**
 * `2.10 [1.80, 2.40]`; the mean alone where there is no interval or no spread; `–` where the measure does not apply.
 */
function readableInterval(row: SummaryRow | undefined, scale: number, decimals: number): string {
  if (row === undefined) return '–';
  if (Number.isNaN(row.mean)) return 'undefined';
  const shown = (value: number): string => readableNumber(value * scale, decimals);
  return row.lower === row.upper ? shown(row.mean) : readableEstimate(row.mean, row, shown);
}

/** `2.10 [1.80, 2.40]`; the estimate alone where it has no interval. */
export function readableEstimate(estimate: number, { lower, upper }: { readonly lower: number | null; readonly upper: number | null }, shown: (value: number) => string): string {
  return lower === null || upper === null ? shown(estimate) : `${shown(estimate)} [${shown(lower)}, ${shown(upper)}]`;
}

/** With a true minus sign, no negative zero, and thousands set apart. */
export function readableNumber(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString('en-US', { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  return value < 0 && Number(text.replaceAll(',', '')) !== 0 ? `−${text}` : text;
}
