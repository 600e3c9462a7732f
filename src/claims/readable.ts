import { from, type ColumnTable } from 'arquero';
import { readableEstimate, readableNumber } from '../tables/summarize';
import { evidence, type EvidenceRow } from './evidence';

/** A `claims` table for the eye: one row for each comparison, its effect as `effect [lower, upper]`, n beside it; those that decide first. */
export function readableClaims(claimTable: ColumnTable): ColumnTable {
  const all = evidence.rows(claimTable);
  const severalTasks = new Set(all.map(({ task }) => task)).size > 1;
  const ordered = all.map((row, i) => ({ row, i })).sort((a, b) => a.row.claim.localeCompare(b.row.claim) || Number(b.row.primary) - Number(a.row.primary) || a.i - b.i);
  const rows = ordered.map(({ row }) => {
    return {
      claim: row.claim,
      ...(severalTasks ? { task: row.task } : {}),
      comparison: row.networks === 'batch norm' ? row.statement : `${row.statement} (${row.networks})`,
      n: `${sampleInWords(row)}${leftOutInWords(row)}`,
      effect: effectOf(row),
      verdict: verdictInWords(row),
    };
  });
  return from(rows);
}

/** `1 seed`, `2,000 images` */
export function sampleInWords({ n, over }: { readonly n: number; readonly over: string }): string {
  return `${n.toLocaleString('en-US')} ${n === 1 ? over.replace(/s$/, '') : over}`;
}

/** `0.105 [−0.017, 0.227]`, with its unit. */
function effectOf({ effect, unit, ...interval }: EvidenceRow): string {
  const shown = (value: number): string => (Number.isNaN(value) ? 'no value' : readableNumber(value, unit === '' ? 3 : 2));
  return `${readableEstimate(effect, interval, shown)}${unit === '' ? '' : ' points'}`;
}

/** `0.105 [−0.017, 0.227] (2)`; `0.105 [−0.017, 0.227] (3, 2 not competent)`; `not competent (3)` where that leaves none. */
export function effectWithN(row: EvidenceRow): string {
  const { n, leftOut } = row;
  return n === 0 && leftOut > 0 ? `not competent (${leftOut})` : `${effectOf(row)} (${n}${leftOutInWords(row)})`;
}

/** `, 2 not competent`, where seeds are left out. */
const leftOutInWords = ({ leftOut }: EvidenceRow): string => (leftOut > 0 ? `, ${leftOut} not competent` : '');

/** `supported, its blocks idle`; `undecided (9 seeds would decide it)` */
export function verdictInWords({ verdict, idle, primary, seedsToDecide }: Pick<EvidenceRow, 'verdict' | 'idle' | 'primary' | 'seedsToDecide'>): string {
  const wanted = seedsToDecide === null ? '' : ` (${seedsToDecide} seeds would decide it)`;
  return `${verdict}${wanted}${idle && primary ? ', its blocks idle' : ''}`;
}
