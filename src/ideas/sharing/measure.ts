import { batchesInOrder } from '../../data/batch';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numberOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { stateGradients, sumOfLosses } from '../../measuring/gradients/state-gradients';

/** How large a state and its gradient are (JAB18, J8). */
export interface StateNorm {
  /** from 1 */
  readonly stage: number;
  /** block, from 1, that the state leaves; 0: the stage's transition */
  readonly block: number;
  /** i of h_i, from 1: in a network whose stages begin with a residual block h_{i+1} = h_i + F_i(h_i), as JAB18 counts */
  readonly state: number;
  /** mean over the samples of ‖h_i‖₂ (ours: JAB18 does not say whether norms or their squares are averaged, nor over what) */
  readonly activationNorm: number;
  /** ‖∂L/∂h_i‖₂ of the whole batch, L its mean cross-entropy in nats (ours: with the batch's statistics samples mix, so that
   * no part of the gradient belongs to one sample alone) */
  readonly gradientNorm: number;
}

/**
 * The norms of every state and of the loss's gradient there, on one batch.
 * @param network as it trains ({@link measurableInTraining}): what explodes does so with the batch's statistics
 * @param set runs as a single batch
 * @returns from the first state to the last; Infinity or NaN where a network's numbers leave float32's range
 */
export function stateNorms(engine: Engine, network: MeasurableNetwork, set: ImageSet, normalization: Normalization): StateNorm[] {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const norms: Omit<StateNorm, 'state'>[] = [];
  tf.tidy(() => {
    const [batch] = batchesInOrder(set, normalization, set.size);
    const images = tf.tensor(batch!.images, [...batch!.shape]);
    stateGradients(engine, network, images, sumOfLosses(engine, batch!.labels), ({ stage, block, output: state, outputGradient: gradient }) => {
      const norm = (x: Value, axes: number[]): Value => ops.sqrt(ops.sum(ops.square(x), axes));
      const activationNorm = numberOf(ops.mean(norm(state, [1, 2, 3])));
      norms.push({ stage, block, activationNorm, gradientNorm: numberOf(norm(gradient, [0, 1, 2, 3])) / set.size });
    });
  });
  return norms.reverse().map((norm, i) => ({ state: i + 1, ...norm }));
}

/**
 * r = ‖∂L/∂h_1‖ / ‖∂L/∂h_{1+2n}‖ (JAB18, J8: it grows where gradients explode on their way back). For n blocks in each of
 * three stages h_1 is what enters the first block and h_{1+2n} what enters the third stage (derived); for another number of
 * stages it is here what enters the last (ours).
 * @throws Error for a network of one stage
 */
export function gradientNormRatio(norms: readonly Pick<StateNorm, 'stage' | 'block' | 'gradientNorm'>[]): number {
  const first = norms.find(({ stage, block }) => stage === 1 && block === 0);
  const lastStage = Math.max(...norms.map(({ stage }) => stage));
  const before = norms.filter(({ stage }) => stage === lastStage - 1);
  if (!first || before.length === 0) throw new Error('The gradient-norm ratio compares the first stage with the last: the network needs two stages or more.');
  const entering = before.reduce((last, norm) => (norm.block > last.block ? norm : last));
  return first.gradientNorm / entering.gradientNorm;
}
