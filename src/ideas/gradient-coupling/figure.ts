import type { ColumnTable } from 'arquero';
import { alongCoupling } from '../../figures/along-coupling';
import type { Figure } from '../../figures/figure';
import { indexPanels } from '../indices/index-panels';

/**
 * Claim L2: convergence, recurrence and divergence index against λ; one line for each normalization and constraint.
 */
export function indicesAgainstCoupling(runTable: ColumnTable): Figure {
  return indexPanels(runTable, alongCoupling, 'indices-against-coupling', 'Does gradient coupling make networks iterative? (L2)');
}
