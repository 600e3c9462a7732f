import { z } from 'zod';
import { anyNumber } from '../../files/json-numbers';
import type { BlockAnalysis } from '../../measuring/gradients/block-pass';
import { BLOCK_KEYS, blockKeys } from '../../measuring/kinds';
import type { Measure } from '../../measuring/measure';
import { layoutOf, wholeStage } from '../../measuring/programs/block-programs';
import type { Weights } from '../../statistics/bootstrap';
import { correlation, remainder, TAYLOR_GRADIENTS } from './agreement';

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

const taylorRow = z.strictObject({
  ...blockKeys,
  gradient: z.enum(TAYLOR_GRADIENTS).describe('where the gradient of the term is taken'),
  size: anyNumber.describe('mean |first-order term| in nats (JAB18, J1)'),
  missed: anyNumber.describe('mean |change − term| in nats (ours)'),
  remainder: anyNumber.describe('missed / size; below 1 the first-order term dominates (ours)'),
  term: anyNumber.describe('mean first-order term in nats (JAB18, J1)'),
  change: anyNumber.describe('mean change of the loss by the block in nats (ours)'),
  correlation: anyNumber.describe('Pearson’s, over images, of term and change (ours)'),
});
export type TaylorTermRow = z.output<typeof taylorRow>;

/** First-order term and true change of the loss by every block (J1); NaN where a loss has left float32’s range. */
export const taylorTermOfBlocks: Measure<TaylorTermRow> = {
  name: 'taylorTerm',
  row: taylorRow,
  keys: [...BLOCK_KEYS, 'gradient'],
  over: 'images',
  start({ network, set }) {
    const blocks = layoutOf(network).flatMap((length, s) =>
      wholeStage(length).map((block) => ({ stage: s + 1, block, taylorTerm: new Float32Array(set.size), taylorTermBehind: new Float32Array(set.size), lossChange: new Float32Array(set.size) })),
    );
    return {
      onBlock(on, { stage, block, from }) {
        const own = blocks.find((each) => each.stage === stage && each.block === block)!;
        own.taylorTerm.set(taylorTerm(on), from);
        own.taylorTermBehind.set(taylorTermBehind(on), from);
        own.lossChange.set(lossChange(on), from);
      },
      rows: (weights) =>
        blocks.flatMap((own, i) =>
          (['taylorTerm', 'taylorTermBehind'] as const).map((which, g) => {
            const [terms, changes] = [own[which], own.lossChange];
            return {
              stage: own.stage,
              block: own.block,
              depth: i + 1,
              gradient: TAYLOR_GRADIENTS[g]!,
              size: meanOf(weights, (n) => Math.abs(terms[n]!)),
              missed: meanOf(weights, (n) => Math.abs(changes[n]! - terms[n]!)),
              remainder: remainder([own], weights, which),
              term: meanOf(weights, (n) => terms[n]!),
              change: meanOf(weights, (n) => changes[n]!),
              correlation: correlation(terms, changes, weights),
            };
          }),
        ),
    };
  },
};

/** Mean over all drawn images; NaN where one of them has none. */
function meanOf(weights: Weights, value: (image: number) => number): number {
  let [sum, drawn] = [0, 0];
  for (let n = 0; n < weights.length; n++) {
    sum += weights[n]! * value(n);
    drawn += weights[n]!;
  }
  return sum / drawn;
}
