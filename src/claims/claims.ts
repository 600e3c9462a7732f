import { from, table as fromColumns, type ColumnTable } from 'arquero';
import { readableNumber } from '../tables/summarize';
import { runs } from '../tables/tables';
import type { Verdict } from './decide';
import { comparableGroups, evidence, standardNetworks, type ClaimName, type EvidenceRow } from './evidence';
import { generalization } from '../ideas/generalization/claim';
import { gradientCoupling } from '../ideas/gradient-coupling/claim';
import { lipschitzConstraint } from '../ideas/lipschitz-constraint/claim';
import { matchedParameters } from '../ideas/generalization/matched-parameters';
import { ordinaryNetworks } from '../ideas/indices/claim';
import { claimStatements, LPK24_CLAIMS } from '../ideas/statements';

/**
 * What the networks of a `runs` table say of LPK24's claims: one row for each comparison, with its verdict.
 * Statistics, margins and rules are ours, fixed in code before results are seen (claim.ts of each idea). Comparisons
 * whose networks were not trained have no row; seeds that lack one of the compared networks are left out of that
 * comparison.
 */
export function claims(runTable: ColumnTable): ColumnTable {
  const groups = comparableGroups(runs.rows(runTable));
  const standard = groups.map(standardNetworks);
  return evidence.table([
    ...[ordinaryNetworks, gradientCoupling, lipschitzConstraint, generalization].flatMap((claim) => standard.flatMap(claim)),
    ...groups.flatMap(matchedParameters),
  ]);
}

/** A `claims` table for the eye: one row for each comparison, its effect as `effect [lower, upper]`, n beside it. */
export function readableClaims(claimTable: ColumnTable): ColumnTable {
  const all = evidence.rows(claimTable);
  const severalTasks = new Set(all.map(({ task }) => task)).size > 1;
  const rows = all.map((row) => {
    const decimals = row.unit === '' ? 3 : 2;
    const shown = (value: number): string => readableNumber(value, decimals);
    const interval = row.lower === null || row.upper === null ? '' : ` [${shown(row.lower)}, ${shown(row.upper)}]`;
    return {
      claim: row.claim,
      ...(severalTasks ? { task: row.task } : {}),
      comparison: row.networks === 'batch norm' ? row.statement : `${row.statement} (${row.networks})`,
      n: `${row.n.toLocaleString('en-US')} ${row.over}`,
      effect: `${shown(row.effect)}${interval}${row.unit === '' ? '' : ' points'}`,
      verdict: row.verdict,
    };
  });
  return from(rows);
}

/**
 * One row for each claim: how many comparisons reproduce it, how many do not, how many are open. The claim is
 * reproduced when every comparison reproduces it, not reproduced as soon as one does not.
 * @param of claims that have a row, also where nothing bears on them
 */
export function claimVerdicts(claimTable: ColumnTable, of: readonly ClaimName[] = LPK24_CLAIMS): ColumnTable {
  const rows = evidence.rows(claimTable);
  const outcomes = of.map((claim) => {
    const own = rows.filter((row) => row.claim === claim);
    const count = (verdict: Verdict): number => own.filter((row) => row.verdict === verdict).length;
    return {
      claim,
      statement: claimStatements[claim],
      reproduced: count('reproduced'),
      'not reproduced': count('not reproduced'),
      'not decided': count('not decided at this scale'),
      verdict: overall(own),
    };
  });
  const columns = ['claim', 'statement', 'reproduced', 'not reproduced', 'not decided', 'verdict'] as const;
  return fromColumns(Object.fromEntries(columns.map((column) => [column, outcomes.map((outcome) => outcome[column])])), [
    ...columns,
  ]);
}

function overall(rows: readonly EvidenceRow[]): Verdict | 'not tested' {
  if (rows.length === 0) return 'not tested';
  if (rows.some((row) => row.verdict === 'not reproduced')) return 'not reproduced';
  return rows.every((row) => row.verdict === 'reproduced') ? 'reproduced' : 'not decided at this scale';
}
