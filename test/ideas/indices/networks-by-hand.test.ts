import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../../src/data/dataset';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { measurable } from '../../../src/networks/measurable-network';
import { measureIndices, type NetworkIndices } from '../../../src/ideas/indices/measure';
import { initialTensors } from '../../../src/networks/initial-values';
import { ResidualNetwork } from '../../../src/networks/residual-network';
import { smallData, smallNetwork } from '../../training/small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

/** Images of one pixel with two channels, 0 or 1: the class, and a noise that is independent of it. */
const IMAGES: ImageSet = { images: Uint8Array.from([0, 0, 0, 255, 255, 0, 255, 255]), labels: Uint8Array.of(0, 0, 1, 1), size: 4, shape: [1, 1, 2] };

/** Weights of a block, as matrices from channel to channel [in][out]: F(h) = W₂ ReLU(W₁ ReLU(h)). */
interface Weights {
  readonly first: readonly (readonly number[])[];
  readonly second: readonly (readonly number[])[];
}

/**
 * Indices of a residual network without normalization whose weights are set by hand. On a map of one pixel only the
 * middle of a 3 × 3 kernel has an effect.
 */
async function measure(hand: {
  readonly stem: readonly (readonly number[])[];
  readonly stemBias: readonly number[];
  readonly blocks: readonly Weights[];
  /** class 1 is chosen where this combination of the last state's channels is above 0 */
  readonly chooses: readonly number[];
  readonly threshold: number;
}): Promise<NetworkIndices> {
  const { tf } = engine;
  const channels = hand.stemBias.length;
  const network = new ResidualNetwork({
    input: [1, 1, 2],
    classes: 2,
    normalization: 'none',
    stages: [{ transition: { kind: 'convolution', channels }, blocks: hand.blocks.length }],
  });
  const middle = (matrix: readonly (readonly number[])[]): tfc.Tensor =>
    tf.pad(tf.tensor(matrix.flat(), [1, 1, matrix.length, matrix[0]!.length]), [[1, 1], [1, 1], [0, 0], [0, 0]]);
  const parameters: Record<string, tfc.Tensor> = {
    'stage1.transition.kernel': middle(hand.stem),
    'stage1.transition.bias': tf.tensor1d([...hand.stemBias]),
    'head.dense.kernel': tf.tensor2d(hand.chooses.map((weight) => [0, weight])),
    'head.dense.bias': tf.tensor1d([hand.threshold, 0]),
  };
  hand.blocks.forEach(({ first, second }, t) => {
    for (const [layer, matrix] of Object.entries({ conv1: first, conv2: second })) {
      parameters[`stage1.block${t + 1}.${layer}.kernel`] = middle(matrix);
      parameters[`stage1.block${t + 1}.${layer}.bias`] = tf.zeros([channels]);
    }
  });
  return measureIndices(engine, measurable({ network, parameters, statistics: {} }), IMAGES, { mean: [0, 0], standardDeviation: [1, 1] }, 1 / 2);
}

function assertIndices(indices: NetworkIndices, [convergence, recurrence, divergence]: readonly [number, number, number]): void {
  assert.equal(indices.accuracy, 1);
  const found = [indices.convergenceIndex, indices.recurrenceIndex, indices.divergenceIndex];
  [convergence, recurrence, divergence].forEach((value, i) => assert.ok(Math.abs(found[i]! - value) < 1e-12, `index ${i} is ${found[i]}, by hand ${value}`));
}

describe('residual networks with weights set by hand', () => {
  test('whose last m of T blocks are zero: CI = (m + ½)/T, RI = 1 − m/(T − 1), DI = 0', async () => {
    // h = (x, y) starts at (class, 0). Each of the first T − m blocks adds F(h) = (0, x); the last m add nothing. The head
    // says class 1 where y > T − m − ½, so only where all of the first T − m blocks have run.
    //
    // Early readout: dropping the last k ≤ m blocks changes nothing, n = 1; dropping more leaves y ≤ T − m − 1, the answer
    // is always class 0, half of the images are right, n = 0. The area of 1, …, 1 (k = 0 … m), 0, …, 0 is (m + ½)/T.
    // Late start: dropping the first k ≥ 1 blocks loses one of the T − m, so n = 0 for k ≥ 1, and RI = 1 − m/(T − 1).
    // Overrun: block T is zero, so repeating it changes nothing.
    const [T, m] = [5, 2];
    const add: Weights = { first: [[1, 0], [0, 0]], second: [[0, 1], [0, 0]] };
    const zero: Weights = { first: [[1, 0], [0, 0]], second: [[0, 0], [0, 0]] };
    const blocks = Array.from({ length: T }, (_, t) => (t < T - m ? add : zero));
    const indices = await measure({ stem: [[1, 0], [0, 0]], stemBias: [0, 0], blocks, chooses: [0, 1], threshold: T - m - 0.5 });
    assertIndices(indices, [(m + 0.5) / T, 1 - m / (T - 1), 0]);
    assert.deepEqual(indices.stages[0]!.curves['early readout'].normalizedAccuracy, [1, 1, 1, 0, 0, 0]);
    assert.deepEqual(indices.stages[0]!.curves['late start'].normalizedAccuracy, [1, 0, 0, 0, 0, 0]);
  });

  test('whose blocks contract to a fixed point: CI = 1 − ½/T, RI = 1, DI = 0', async () => {
    // h = (x, y) from (class, 0): F(h) = (0, 0.9 (x − y)) takes y to x. One block is enough: 0.9 is above ½.
    const contract: Weights = { first: [[1, 0], [0, 1]], second: [[0, 0.9], [0, -0.9]] };
    const blocks = Array.from({ length: 4 }, () => contract);
    const indices = await measure({ stem: [[1, 0], [0, 0]], stemBias: [0, 0], blocks, chooses: [0, 1], threshold: 0.5 });
    assertIndices(indices, [1 - 0.5 / 4, 1, 0]);
  });

  test('whose blocks expand: DI = 1 − ½/T, near 1', async () => {
    // h = (x, p, q): p starts at a·noise, q at a·(1 − noise), and F(h) = (0, 2p, 2q) triples both. The head says class 1
    // where x + 4p − 4q > ½. With a = 0.1/3^T the whole network has 4·0.1 < ½ there and is right; one more block has
    // 4·0.3 > ½, and the noise alone decides: half of the images are right, n = 0.
    const T = 6;
    const a = 0.1 / 3 ** T;
    const expand: Weights = { first: [[1, 0, 0], [0, 1, 0], [0, 0, 1]], second: [[0, 0, 0], [0, 2, 0], [0, 0, 2]] };
    const blocks = Array.from({ length: T }, () => expand);
    const indices = await measure({ stem: [[1, 0, 0], [0, a, -a]], stemBias: [0, 0, a], blocks, chooses: [1, 4, -4], threshold: 0.5 });
    assertIndices(indices, [1, 1, 1 - 0.5 / T]);
  });
});

for (const normalization of ['batch', 'group', 'none'] as const) {
  test(`zero last blocks change no answer (normalization ${normalization}, random weights): early readout and overrun are flat there`, async () => {
    const { tf } = engine;
    const network = new ResidualNetwork({ ...smallNetwork, normalization });
    const parameters: Record<string, tfc.Tensor> = initialTensors(tf, network.parameters, 5, 'independent');
    for (const stage of [1, 2]) {
      for (const block of [2, 3]) {
        const kernel = `stage${stage}.block${block}.conv2.kernel`;
        parameters[kernel] = tf.zerosLike(parameters[kernel]!);
      }
    }
    const statistics = initialTensors(tf, network.statistics, 5, 'independent');
    // Chance is next to nothing, so that the curves of an untrained network are those of its accuracy.
    const { accuracy, stages } = await measureIndices(engine, measurable({ network, parameters, statistics }), smallData.test, smallData, 1e-9);
    assert.equal(stages.length, 2);
    for (const { curves, divergenceIndex } of stages) {
      assert.deepEqual(curves['early readout'].accuracy.slice(0, 3), [accuracy, accuracy, accuracy]);
      assert.deepEqual(curves.overrun.accuracy, [accuracy, accuracy, accuracy, accuracy]);
      assert.equal(divergenceIndex, 0);
    }
  });
}
