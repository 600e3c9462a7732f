import type { Value } from '../../engine/values';
import type { BlockAnalysis } from '../../measuring/gradients/block-pass';
import { ofEveryBlock } from '../../measuring/kinds';

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

/**
 * The same where an image that float32 has no gradient of counts as zero (ours): ‖∂L/∂h_i‖ of its own loss, as it is and not scaled,
 * rounds to 0 in float32, and nothing says that the block's step goes along it. {@link cosineLoss} finds the direction of such
 * an image too, however sure of it the network is; between the two lies what J2's number owes to these images.
 */
export const cosineLossCounted: BlockAnalysis = (on) => {
  const [steps, slopes] = [on.product(on.residual, on.residual), on.product(on.gradient, on.gradient)];
  return Float32Array.from(cosineLoss(on), (cosine, n) => (steps[n]! > 0 && Math.fround(Math.sqrt(slopes[n]!) * on.gradientScale[n]!) === 0 ? 0 : cosine));
};

/** Below this loss in nats 1 − p(correct) is lost against 1 in float32 (2^−24): the network is sure of the image. */
export const SURE_LOSS = 2 ** -24;

/** {@link cosineLoss} of the images that the network is not sure of: those of a loss of {@link SURE_LOSS} or more have a value (ours). */
export const cosineLossOfUnsure: BlockAnalysis = (on) => Float32Array.from(cosineLoss(on), (cosine, n) => (on.loss[n]! < SURE_LOSS ? Number.NaN : cosine));

/** Of every block: J2, and two ways to see how much of it rests on images that the network is sure of. */
export const cosineLossOfBlocks = ofEveryBlock('cosineLoss', 'cosine of F with ∂L/∂h, mean over images (JAB18, J2)', cosineLoss);
export const countedCosineLossOfBlocks = ofEveryBlock('cosineLossCounted', 'the same; an image whose ‖∂L/∂h‖ is 0 in float32 counts as 0 (ours)', cosineLossCounted);
export const unsureCosineLossOfBlocks = ofEveryBlock('cosineLossOfUnsure', 'the same, of images whose loss is 2^−24 nats or more (ours)', cosineLossOfUnsure);
