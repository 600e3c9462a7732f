import type { ColumnTable } from 'arquero';
import { alongLipschitz } from './along-lipschitz';
import type { Figure } from './figure';
import { indexPanels } from './index-panels';

/**
 * Claim L3: convergence, recurrence and divergence index against the Lipschitz constant c of F's kernels, tighter to
 * the right.
 */
export function indicesAgainstLipschitz(runTable: ColumnTable): Figure {
  return indexPanels(runTable, alongLipschitz, 'indices-against-lipschitz', 'Does a Lipschitz constraint make networks convergent? (L3)');
}
