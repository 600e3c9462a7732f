import { z } from 'zod';
import { batchesInOrder } from '../../data/batch';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numberOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import { anyNumber } from '../../files/json-numbers';
import { check } from '../../measuring/check';
import { derived } from '../../measuring/kinds';
import type { Measure } from '../../measuring/measure';
import { measurableInTraining, type MeasurableNetwork } from '../../networks/measurable-network';
import { slope } from '../../statistics/along-blocks';
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
  check({ engine, network, set, normalization, mayOverflow: true });
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const norms: Omit<StateNorm, 'state'>[] = [];
  tf.tidy(() => {
    const [batch] = batchesInOrder(set, normalization, set.size);
    const images = tf.tensor(batch!.images, [...batch!.shape]);
    stateGradients(engine, network, images, sumOfLosses(engine, batch!.labels), ({ stage, block, output: state, outputGradient: gradient }) => {
      const norm = (x: Value, axes: number[]): Value => ops.sqrt(ops.sum(ops.square(x), axes));
      const axes = state.shape.map((_, axis) => axis);
      const activationNorm = numberOf(ops.mean(norm(state, axes.slice(1))));
      norms.push({ stage, block, activationNorm, gradientNorm: numberOf(norm(gradient, axes)) / set.size });
    });
  });
  return norms.reverse().map((norm, i) => ({ state: i + 1, ...norm }));
}

/**
 * r = ‖∂L/∂h_1‖ / ‖∂L/∂h_{1+2n}‖ (JAB18, J8: it grows where gradients explode on their way back). For n blocks in each of
 * three stages h_1 is what enters the first block and h_{1+2n} what enters the third stage (derived); for another number of
 * stages it is here what enters the last (ours).
 * @returns NaN for a network of one stage, which has none
 */
export function gradientNormRatio(norms: readonly Pick<StateNorm, 'stage' | 'block' | 'gradientNorm'>[]): number {
  const first = norms.find(({ stage, block }) => stage === 1 && block === 0);
  const lastStage = Math.max(...norms.map(({ stage }) => stage));
  const before = norms.filter(({ stage }) => stage === lastStage - 1);
  if (!first || before.length === 0) return Number.NaN;
  const entering = before.reduce((last, norm) => (norm.block > last.block ? norm : last));
  return first.gradientNorm / entering.gradientNorm;
}

const normRow = z.strictObject({
  stage: z.int().positive(),
  block: z.int().nonnegative().describe('that the state leaves, within the stage; 0: the stage’s transition'),
  state: z.int().positive().describe('through the whole network, from 1'),
  activationNorm: anyNumber.describe('mean over images of ‖h‖ (JAB18, J8)'),
  gradientNorm: anyNumber.describe('‖∂L/∂h‖ of the whole batch, L its mean loss in nats (JAB18, J8)'),
});

/** {@link stateNorms} of a network as it trains, all images of the set as one batch: give it as many as a batch has. */
export const normsOfStates: Measure<StateNorm> = {
  name: 'stateNorms',
  row: normRow,
  keys: ['stage', 'block', 'state'],
  over: 'network',
  start({ engine, values, set, normalization }) {
    if (!values) throw new Error('it runs the network on statistics of its batch, for which it needs the weights of a network made here.');
    let norms: readonly StateNorm[] = [];
    return {
      alone: () => {
        norms = stateNorms(engine, measurableInTraining(values), set, normalization);
      },
      rows: () => norms,
    };
  },
};

/** {@link gradientNormRatio}; NaN: a network of one stage has none. */
export const gradientRatio = derived(
  normsOfStates,
  { name: 'gradientRatio', row: z.strictObject({ ratio: anyNumber.describe('r = ‖∂L/∂h₁‖ / ‖∂L/∂h‖ of the state that enters the last stage (JAB18, J8)') }), keys: [] },
  (norms) => [{ ratio: gradientNormRatio(norms) }],
);

/** How fast states grow (J8, ours): their norms become 10^slope times as large from one state to the next. NaN: one state, or numbers beyond float32’s range. */
export const stateGrowth = derived(
  normsOfStates,
  { name: 'stateGrowth', row: z.strictObject({ slope: anyNumber.describe('of log₁₀ ‖h‖ over states, least squares (ours)') }), keys: [] },
  (norms) => [{ slope: norms.length < 2 ? Number.NaN : slope(norms.map(({ activationNorm }) => Math.log10(activationNorm)), norms.map(({ state }) => state)) }],
);
