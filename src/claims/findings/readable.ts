import { from, type ColumnTable } from 'arquero';
import { readableNumber } from '../../tables/summarize';
import { findingTable, type FindingRow } from './finding';

/** Findings tables for the eye: one row for each network of which a finding was asked, in the order of J1 to J7. */
export function readableFindings(...tables: readonly ColumnTable[]): ColumnTable {
  return from(
    allRows(tables).map((row) => ({
      finding: row.finding,
      'JAB18 finds': row.statement,
      network: row.network,
      images: `${row.n.toLocaleString('en-US')} ${row.images}`,
      'value [95 % interval over images]': readableInterval(row),
      verdict: row.verdict,
    })),
  );
}

/** One row for each finding: it holds in these networks where it holds in each, and does not as soon as it does not in one. */
export function findingVerdicts(...tables: readonly ColumnTable[]): ColumnTable {
  const rows = allRows(tables);
  const statements = [...new Map(rows.map((row) => [`${row.finding} ${row.statement}`, row])).values()];
  return from(
    statements.map(({ finding, statement }) => {
      const own = rows.filter((row) => row.finding === finding && row.statement === statement);
      const count = (verdict: FindingRow['verdict']): number => own.filter((row) => row.verdict === verdict).length;
      const verdict = count('does not hold') > 0 ? 'does not hold' : count('holds') === own.length ? 'holds' : 'not decided';
      return { finding, 'JAB18 finds': statement, holds: count('holds'), 'does not hold': count('does not hold'), 'not decided': count('not decided'), 'in these networks': verdict };
    }),
  );
}

/** How each finding is decided (ours): what is computed, and which intervals decide what. */
export function findingRules(...tables: readonly ColumnTable[]): ColumnTable {
  const statements = new Map(allRows(tables).map((row) => [`${row.finding} ${row.statement}`, row]));
  return from([...statements.values()].map(({ finding, statement, statistic, rule }) => ({ finding, 'JAB18 finds': statement, statistic, rule })));
}

function allRows(tables: readonly ColumnTable[]): FindingRow[] {
  return tables.flatMap((each) => findingTable.rows(each)).sort((a, b) => Number(a.finding > b.finding) - Number(a.finding < b.finding));
}

/** Three digits of the largest number; no interval where there is none. */
function readableInterval({ estimate, lower, upper }: FindingRow): string {
  if (Number.isNaN(estimate)) return 'no image has a value';
  const largest = Math.max(Math.abs(estimate), Math.abs(lower ?? 0), Math.abs(upper ?? 0));
  const decimals = largest === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(largest)));
  const shown = (value: number): string => readableNumber(value, decimals);
  return lower === null || upper === null ? shown(estimate) : `${shown(estimate)} [${shown(lower)}, ${shown(upper)}]`;
}
