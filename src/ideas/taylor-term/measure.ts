import type { BlockAnalysis } from '../../measuring/gradients/block-pass';

/**
 * First-order term of block i (J1; JAB18, stated): F_i(h_i)·∂L/∂h_i of every image, in nats. By L(h_{i+1}) = L(h_i) +
 * F_i(h_i)·∂L/∂h_i + O(F²) it is the change of the loss that the block's step makes, as far as the loss is straight.
 * The gradient is that of J2, taken before the block and so through it.
 */
export const taylorTerm: BlockAnalysis = ({ residual, gradient, gradientScale, product }) =>
  product(residual, gradient).map((along, n) => along * gradientScale[n]!);

/**
 * The same with the gradient behind the block (ours): F_i(h_i)·∂L/∂h_{i+1}, the first-order term of exactly
 * {@link lossChange}, expanded about h_{i+1}. From {@link taylorTerm} it differs by F·(∂F/∂h)ᵀ ∂L/∂h_{i+1}, which is O(F²).
 */
export const taylorTermBehind: BlockAnalysis = ({ residual, gradientBehind, gradientScale, product }) =>
  product(residual, gradientBehind).map((along, n) => along * gradientScale[n]!);

/**
 * True change of every image's loss by block i, in nats: L of the network minus L of the network without the block, the rest
 * of which goes on from h_i in the place of h_{i+1}.
 *
 * That is our reading of L(h_{i+1}) − L(h_i): L of a state is the loss of the network that goes on from it behind the block.
 * (The final classifier, read out at every state, would not fit those of earlier stages.)
 */
export const lossChange: BlockAnalysis = ({ state, loss, lossAfter }) => lossAfter(state).map((without, n) => loss[n]! - without);
