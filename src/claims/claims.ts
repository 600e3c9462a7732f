import { from, type ColumnTable } from 'arquero';
import { readableNumber } from '../tables/summarize';
import { runs, type RunRow } from '../tables/tables';
import { comparableGroups, evidence, type EvidenceRow } from './evidence';
import { generalization } from '../ideas/generalization/claim';
import { gradientCoupling } from '../ideas/gradient-coupling/claim';
import { lipschitzConstraint } from '../ideas/lipschitz-constraint/claim';
import { matchedParameters } from '../ideas/generalization/matched-parameters';
import { ordinaryNetworks } from '../ideas/indices/claim';

/**
 * What the networks of a `runs` table say of LPK24's claims: one row for each comparison, with its verdict. Statistics, margins and
 * rules are ours, fixed before the first run of the study (claim.ts of each idea). Comparisons whose networks were not trained have
 * no row; seeds that lack one of the compared networks are left out of that comparison.
 */
export function claims(runTable: ColumnTable): ColumnTable {
  return evidence.table(lpk24Rows(runs.rows(runTable)));
}

/** {@link claims} as rows. */
export function lpk24Rows(rows: readonly RunRow[]): EvidenceRow[] {
  const groups = comparableGroups(rows);
  return [ordinaryNetworks, gradientCoupling, lipschitzConstraint, generalization, matchedParameters].flatMap((claim) => groups.flatMap(claim));
}

/** A `claims` table for the eye: one row for each comparison, its effect as `effect [lower, upper]`, n beside it; those that decide first. */
export function readableClaims(claimTable: ColumnTable): ColumnTable {
  const all = evidence.rows(claimTable);
  const severalTasks = new Set(all.map(({ task }) => task)).size > 1;
  const ordered = all.map((row, i) => ({ row, i })).sort((a, b) => a.row.claim.localeCompare(b.row.claim) || Number(b.row.primary) - Number(a.row.primary) || a.i - b.i);
  const rows = ordered.map(({ row }) => {
    const decimals = row.unit === '' ? 3 : 2;
    const shown = (value: number): string => (Number.isNaN(value) ? 'no value' : readableNumber(value, decimals));
    const interval = row.lower === null || row.upper === null ? '' : ` [${shown(row.lower)}, ${shown(row.upper)}]`;
    return {
      claim: row.claim,
      ...(severalTasks ? { task: row.task } : {}),
      comparison: row.networks === 'batch norm' ? row.statement : `${row.statement} (${row.networks})`,
      n: `${row.n.toLocaleString('en-US')} ${row.over}${row.leftOut > 0 ? `, ${row.leftOut} not competent` : ''}`,
      effect: `${shown(row.effect)}${interval}${row.unit === '' ? '' : ' points'}`,
      verdict: verdictInWords(row),
    };
  });
  return from(rows);
}

/** `supported, its blocks idle` */
export function verdictInWords({ verdict, idle, primary }: Pick<EvidenceRow, 'verdict' | 'idle' | 'primary'>): string {
  return idle && primary ? `${verdict}, its blocks idle` : verdict;
}
