import type { BlockAnalysis } from '../../measuring/gradients/block-pass';
import { ofEveryBlock } from '../../measuring/kinds';

/**
 * ℓ2 ratio (J3; JAB18, stated): ‖F_i(h_i)‖ / ‖h_i‖ of every image: how far a block moves the state, as a share of its length.
 * Where h_i is zero an image has no value (ours).
 */
export const l2Ratio: BlockAnalysis = ({ state, residual, product }) => {
  const lengths = product(state, state);
  return product(residual, residual).map((step, n) => (lengths[n] === 0 ? Number.NaN : Math.sqrt(step / lengths[n]!)));
};

/** {@link l2Ratio} of every block. */
export const l2RatioOfBlocks = ofEveryBlock('l2Ratio', '‖F‖ / ‖h‖, mean over images (JAB18, J3)', l2Ratio);
