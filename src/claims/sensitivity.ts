import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { measuredOn, storedRows } from '../measuring/entry';
import type { Measure } from '../measuring/measure';
import type { StoredRun } from '../runs/run-store';
import { CONVENTIONAL_VARIANT, STANDARD_VARIANT } from '../tables/condition';
import { tableKind } from '../files/table-kind';
import { runs as runKind, type RunRow } from '../tables/tables';
import { tablesOf } from '../tables/tables-of-runs';
import { verdicts } from './decide';
import { claimNames, evidence, type EvidenceRow } from './evidence';
import { compared, ledgerOf, type Claims } from './ledger';
import { precedence } from './ordinary-networks';

/** Definitions and choices of ours that a verdict may hang on; the first is what everything else here rests on. */
export const CHOICES = ['ours', 'group norm', 'no norm', 'end points', 'random blocks', 'stored statistics', 'coupling by sum'] as const;
export type Choice = (typeof CHOICES)[number];

/** What each choice puts in the place of ours. */
export const CHOICES_IN_WORDS: Readonly<Record<Choice, string>> = {
  ours: 'batch norm with statistics estimated anew under every program, areas under curves, the last blocks dropped, coupling by the mean gradient',
  'group norm': 'networks with group normalization',
  'no norm': 'networks without normalization',
  'end points': 'the curves’ end points: no block left (CI), one block left (RI), T more (DI)',
  'random blocks': 'random blocks dropped in place of the last (CI) or the first (RI)',
  'stored statistics': 'batch-norm statistics as training stored them',
  'coupling by sum': 'coupling by the sum of the blocks’ gradients',
};

/** The measures that stand for them; others are other networks. */
const REDEFINED = { 'end points': 'indices from end points', 'random blocks': 'indices by random blocks', 'stored statistics': 'indices under stored statistics' } as const;

const effect = z.number().or(z.nan());
const sensitivitySchema = z.strictObject({
  experiment: z.string().min(1),
  preset: z.string().min(1),
  task: z.string().min(1),
  claim: z.enum(claimNames),
  statement: z.string().min(1),
  choice: z.enum(CHOICES),
  unit: z.enum(['', 'percentage points']),
  n: z.int().nonnegative(),
  effect,
  lower: effect.nullable(),
  upper: effect.nullable(),
  primary: z.boolean(),
  verdict: z.enum(verdicts),
});

export type SensitivityRow = z.infer<typeof sensitivitySchema>;

/** One row for each comparison of the ledger and each choice under which it can be made. */
export const sensitivityTable = tableKind('sensitivity', sensitivitySchema);

/**
 * How every verdict on runs changes with our definitions and choices. Each choice changes one thing only, with batch normalization
 * but where that is the choice. Comparisons that a choice does not bear on (test errors, where an index is defined otherwise), or
 * for which nothing was trained or measured, or that were measured on fewer images than ours, have no row.
 * @param measures all that are known, those that stand for a choice among them
 */
export function sensitivityOf(stored: readonly StoredRun[], measures: readonly Measure[], claims: Claims): ColumnTable {
  const tables = tablesOf(stored, measures);
  const all = evidence.rows(ledgerOf(tables, claims));
  const batch = runKind.rows(tables.runs).filter(({ normalization }) => normalization === 'batch');
  const indicesOnly = (rows: readonly RunRow[]): EvidenceRow[] => compared(runKind.table(rows), claims.comparisons).filter(({ statistic }) => /(Convergence|Recurrence|Divergence) Index/.test(statistic));
  const redefined = (choice: keyof typeof REDEFINED): EvidenceRow[] => {
    const measure = measures.find(({ name }) => name === REDEFINED[choice]);
    return indicesOnly(batch.flatMap((row) => redefinedIndices(row, stored.find(({ hash }) => hash === row.run)!, measure) ?? []));
  };
  return sensitivityTable.table([
    ...rowsOf('ours', all.filter(({ networks }) => networks === 'batch norm' || networks === CONVENTIONAL_VARIANT)),
    ...rowsOf('group norm', all.filter(({ networks }) => networks === 'group norm' || networks === `${CONVENTIONAL_VARIANT}, group norm`)),
    ...rowsOf('no norm', all.filter(({ networks }) => networks === 'no norm')),
    ...rowsOf('end points', redefined('end points')),
    ...rowsOf('random blocks', redefined('random blocks').filter(({ statistic }) => !statistic.startsWith('Divergence'))),
    ...rowsOf('stored statistics', redefined('stored statistics')),
    ...rowsOf('coupling by sum', bySum(batch, claims)),
  ]);
}

/** A network's row with its indices as another measure has them; undefined where that was not measured, or on fewer images. */
function redefinedIndices(row: RunRow, { measurements = [] }: StoredRun, measure: Measure | undefined): RunRow | undefined {
  const found = measure && measuredOn(measurements, measure) >= row.testImages ? storedRows(measurements, measure)?.[0] : undefined;
  return found && { ...row, ...(found as Partial<RunRow>) };
}

/** Comparisons that networks coupled by the sum take part in, in the place of those coupled by the mean. */
function bySum(batch: readonly RunRow[], { comparisons }: Claims): EvidenceRow[] {
  const summed = batch.filter(({ variant }) => variant === 'coupling by sum').map((row) => ({ ...row, variant: STANDARD_VARIANT }));
  const uncoupled = batch.filter(({ variant, coupling }) => coupling === 0 && variant !== 'coupling by sum');
  const names = new Set(summed.map(({ run }) => run));
  return compared(runKind.table([...uncoupled, ...summed]), comparisons).filter(({ runs }) => runs.split(' ').some((run) => names.has(run)));
}

function rowsOf(choice: Choice, rows: readonly EvidenceRow[]): SensitivityRow[] {
  return ofThoseThatDecide(rows.filter(({ experiment, over }) => experiment !== 'sharing' && over === 'seeds'))
    .map(({ experiment, preset, task, claim, statement, unit, n, effect: of, lower, upper, primary, verdict }) => ({ experiment, preset, task, claim, statement, choice, unit, n, effect: of, lower, upper, primary, verdict }));
}

/** Where several kinds of network answer the same, the row of that which decides, or comes first in the order in which they do. */
function ofThoseThatDecide(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const answered = ({ experiment, preset, task, claim, statement }: EvidenceRow): string => JSON.stringify([experiment, preset, task, claim, statement]);
  const last = [...rows].sort((a, b) => Number(a.primary) - Number(b.primary) || precedence(b.networks) - precedence(a.networks));
  const chosen = new Map(last.map((row) => [answered(row), row]));
  return rows.filter((row) => chosen.get(answered(row)) === row);
}
