import type { ColumnTable } from 'arquero';
import { evidence, type ClaimName, type EvidenceRow } from '../../claims/evidence';
import { kindOf } from '../../claims/ledger';
import { inTaskOrder } from '../../data/task';
import type { Figure } from '../figure';
import { runsInWords } from './claim-effects';
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
  const cells = rows.map((row) => ({ ...row, row: rowLabel(row), column: columnOf(row), hover: `${row.networks}<br>${row.statistic}<br>${row.rule}<br>${effectInWords(row)}${row.over === 'seeds' ? `<br>${runsInWords(row)}` : ''}` }));
  const order = ({ claim, primary }: EvidenceRow): number => 2 * claims.indexOf(claim) + Number(!primary);
  const presets = [...new Set(rows.map(({ preset }) => preset))];
  return verdictMatrix(cells.sort((a, b) => order(a) - order(b)), {
    name: `claim-ledger-${claims[0] ?? 'none'}`,
    title: 'What do the networks say of the claims?',
    caption: `${verdictCaption}, –: no networks; preset ${presets.join(' and ') || 'without networks'}`,
    columns: inTaskOrder(cells.map(({ column }) => column)),
  });
}

function columnOf({ over, task, networks }: EvidenceRow): string {
  return over === 'seeds' ? task : networks.replace(TRAINING_IMAGES, '').split(' against ')[0]!;
}

/** Networks that decide a claim on a task share a row, whichever they are there. */
function rowLabel(row: EvidenceRow): string {
  const { claim, statement, over, networks, primary } = row;
  if (over === 'images') return `${claim}: ${statement}${networks.endsWith(TRAINING_IMAGES) ? ' (training images)' : ''}`;
  if (primary) return `${claim}: ${statement}${kindOf(row) === 'group norm' ? ' (group norm)' : ''}`;
  const which = networks === 'batch norm' ? '' : ` (${networks.replace('batch norm, ', '')})`;
  return `${claim}: ${statement}${which}`;
}
