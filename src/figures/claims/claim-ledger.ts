import type { ColumnTable } from 'arquero';
import { evidence, type ClaimName, type EvidenceRow } from '../../claims/evidence';
import type { Figure } from '../figure';
import { effectInWords, verdictCaption, verdictMatrix } from './verdict-matrix';

/** Where a ledger row's networks are published ones, `, training images` tells the images apart. */
const TRAINING_IMAGES = ', training images';

/**
 * The claim ledger as a matrix: every comparison (rows) on every task, and in every published network (columns).
 * @param table a `claims` table
 * @param claims those that are shown
 */
export function claimLedger(table: ColumnTable, claims: readonly ClaimName[]): Figure {
  const rows = evidence.rows(table).filter(({ claim }) => claims.includes(claim));
  const cells = rows.map((row) => ({ ...row, row: rowLabel(row), column: columnOf(row), hover: `${row.statistic}<br>${row.rule}<br>${effectInWords(row)}` }));
  const order = (row: string): number => claims.findIndex((claim) => row.startsWith(claim));
  const presets = [...new Set(rows.map(({ preset }) => preset))];
  return verdictMatrix(cells.sort((a, b) => order(a.row) - order(b.row)), {
    name: `claim-ledger-${claims[0] ?? 'none'}`,
    title: 'What do the networks say of the claims?',
    caption: `${verdictCaption}, –: no networks; preset ${presets.join(' and ') || 'without networks'}; n and intervals are in the table`,
    columns: [...new Set(cells.map(({ column }) => column))],
  });
}

function columnOf({ over, task, networks }: EvidenceRow): string {
  return over === 'seeds' ? task : networks.replace(TRAINING_IMAGES, '').split(' against ')[0]!;
}

function rowLabel({ claim, statement, over, networks }: EvidenceRow): string {
  if (over === 'images') return `${claim}: ${statement}${networks.endsWith(TRAINING_IMAGES) ? ' (training images)' : ''}`;
  const which = networks === 'batch norm' ? '' : ` (${networks.replace('batch norm, ', '')})`;
  return `${claim}: ${statement}${which}`;
}
