import type { ColumnTable } from 'arquero';
import { alongLipschitz } from '../../figures/along-lipschitz';
import type { Figure } from '../../figures/figure';
import { indexPanels } from '../indices/index-panels';

/**
 * Claim L3: convergence, recurrence and divergence index against the Lipschitz constant c of F's kernels, tighter to
 * the right.
 */
export function indicesAgainstLipschitz(runTable: ColumnTable): Figure {
  return indexPanels(runTable, alongLipschitz, 'indices-against-lipschitz', 'Does a Lipschitz constraint make networks convergent? (L3)');
}
