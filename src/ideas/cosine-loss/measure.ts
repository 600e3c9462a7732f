import type { Value } from '../../engine/values';
import type { BlockAnalysis } from '../../measuring/gradients/block-pass';

/**
 * Cosine loss (J2; JAB18, stated): F_i·g / (‖F_i‖ ‖g‖) of every image, with g = ∂L/∂h_i of its own loss; F·g summed over the
 * whole map. −1: the block's step is one down the loss's gradient; negative: the step lowers the loss, to first order.
 * Where F_i or g is zero there is no direction, and the image has no value (ours).
 */
export const cosineLoss: BlockAnalysis = ({ residual, gradient, product }) => cosineOf(residual, gradient, product);

/** a·b / (‖a‖ ‖b‖) of every sample; NaN where either is zero. */
export function cosineOf(a: Value, b: Value, product: (a: Value, b: Value) => Float32Array): Float32Array {
  const [aa, bb] = [product(a, a), product(b, b)];
  return product(a, b).map((ab, n) => ab / (Math.sqrt(aa[n]!) * Math.sqrt(bb[n]!)));
}
