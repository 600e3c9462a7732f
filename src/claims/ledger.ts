import type { ColumnTable } from 'arquero';
import { FEWEST_FOR_INTERVAL } from '../statistics/shown-interval';
import { runs } from '../tables/tables';
import type { RunTables } from '../tables/tables-of-runs';
import { comparableGroups, evidence, type EvidenceRow, type Group } from './evidence';
import { ofOrdinaryNetworks, precedence, type OrdinaryQuestions } from './ordinary-networks';
import { asSecond } from './over-seeds';

/** All that is asked: handed in, since nothing here knows an idea of the papers. */
export interface Claims {
  /** LPK24's, of the networks of one experiment, task and normalization */
  readonly comparisons: readonly ((group: Group) => EvidenceRow[])[];
  /** JAB18's J1 to J7 */
  readonly ordinary: OrdinaryQuestions;
  /** J8 and J9 */
  readonly sharing: (tables: RunTables) => EvidenceRow[];
}

/** What published networks say, and the size at which they were measured. */
export interface PublishedEvidence {
  readonly preset: string;
  /** a `claims` table */
  readonly evidence: ColumnTable;
}

/** The experiment whose networks J8 and J9 compare; it couples and constrains none. */
export const SHARING = 'sharing';

/**
 * The claim ledger: a `claims` table of all that runs and published networks say of LPK24's L1–L4 and JAB18's J1–J9, one row for
 * each comparison, with its statistic, n, effect, interval, rule, verdict and the runs behind it. Statistics and rules are ours, and
 * were fixed before the first run of the study. Networks trained here decide, over seeds; published ones stand beside them. What has no networks has no row.
 */
export function ledgerOf(tables: RunTables, { comparisons, ordinary, sharing }: Claims, published?: PublishedEvidence): ColumnTable {
  const rows = [
    ...compared(tables.runs, comparisons, ({ experiment }) => experiment !== SHARING),
    ...ofOrdinaryNetworks(tables, ordinary),
    ...sharing(tables),
    ...(published ? evidence.rows(published.evidence).map(asSecond) : []),
  ];
  return evidence.table(onePrimary(rows));
}

/** What comparisons say of the networks of a `runs` table: one row each, also of several experiments and tasks. */
export function compared(runTable: ColumnTable, comparisons: Claims['comparisons'], own: (row: { readonly experiment: string }) => boolean = () => true): EvidenceRow[] {
  const groups = comparableGroups(runs.rows(runTable).filter(own));
  return comparisons.flatMap((comparison) => groups.flatMap(comparison));
}

/** Which kind of network a row is about: batch norm decides, group norm is a second kind beside it. */
export function kindOf({ networks }: Pick<EvidenceRow, 'networks'>): 'batch norm' | 'group norm' {
  return networks.includes('group norm') ? 'group norm' : 'batch norm';
}

/**
 * One kind of ordinary network decides a claim on a task: the first that has seeds enough for an interval, so that one which is still
 * being trained takes no verdict away; where none has, the first.
 */
function onePrimary(rows: readonly EvidenceRow[]): EvidenceRow[] {
  const primary = rows.filter((row) => row.primary);
  const decides = (row: EvidenceRow): boolean => {
    const asked = primary.filter((other) => placeOf(other) === placeOf(row));
    const few = new Set(asked.filter(({ n }) => n < FEWEST_FOR_INTERVAL).map(({ networks }) => precedence(networks)));
    const kinds = asked.map(({ networks }) => precedence(networks));
    const able = kinds.filter((kind) => !few.has(kind));
    return precedence(row.networks) === Math.min(...(able.length > 0 ? able : kinds));
  };
  return rows.map((row) => (row.primary && !decides(row) ? asSecond(row) : row));
}

function placeOf(row: EvidenceRow): string {
  return JSON.stringify([row.claim, row.preset, row.task, kindOf(row)]);
}
