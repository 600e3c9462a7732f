import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import type { ImageSet } from '../../../src/data/dataset';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { tensorOf } from '../../../src/engine/tensors';
import type { Layer, MeasurableNetwork } from '../../../src/networks/measurable-network';
import { exchange, exchangeIndex, exchangeOfNetwork, exchangeOfStages } from '../../../src/ideas/indices/exchange-index';
import { indices, measureIndices, type NetworkIndices } from '../../../src/ideas/indices/measure';
import { smallestWork, workOfStages } from '../../../src/ideas/indices/work';
import { measureAll } from '../../../src/measuring/measure-all';
import type { Measured } from '../../../src/measuring/measured';

/**
 * Networks of a few lines, written against the measurable interface alone, whose indices follow by hand.
 *
 * An image is one pixel of two channels, each 0 or 1: its class, and a noise that is independent of it. Blocks work on a
 * state [batch, 1, 1, 2]; the head takes class 1 where the first number is above 1/2.
 */
const IMAGES: ImageSet = {
  images: Uint8Array.from([0, 0, 0, 255, 255, 0, 255, 255]),
  labels: Uint8Array.of(0, 0, 1, 1),
  size: 4,
  shape: [1, 1, 2],
};
const AS_THEY_ARE = { mean: [0, 0], standardDeviation: [1, 1] };
const CHANCE = 1 / 2;

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

type Pair = readonly [first: tfc.Tensor, second: tfc.Tensor];

/** A block (or transition) that is written for the two numbers of a state. */
function pairwise(f: (tf: Engine['tf'], ...pair: Pair) => Pair): Layer {
  return (_, state) => {
    const { tf } = engine;
    const [first, second] = tf.split(tensorOf(state), 2, 3) as [tfc.Tensor, tfc.Tensor];
    return tf.concat([...f(tf, first, second)], 3);
  };
}

const identity: Layer = (_, state) => tensorOf(state).clone();

const head: Layer = (_, state) => {
  const { tf } = engine;
  const first = tf.reshape(tf.slice(tensorOf(state), [0, 0, 0, 0], [-1, 1, 1, 1]), [-1]);
  return tf.stack([tf.sub(1, first), first], 1);
};

/** Of one stage. */
const measure = (blocks: readonly Layer[], transition: Layer = identity): Promise<NetworkIndices> =>
  measureIndices(engine, { stages: [{ transition, blocks }], head }, IMAGES, AS_THEY_ARE, CHANCE);

const repeat = (block: Layer, times: number): Layer[] => Array.from({ length: times }, () => block);

function assertIndices(indices: NetworkIndices, expected: { convergence: number; recurrence: number; divergence: number }): void {
  assert.equal(indices.accuracy, 1);
  const { convergenceIndex, recurrenceIndex, divergenceIndex } = indices;
  const actual = { convergence: convergenceIndex, recurrence: recurrenceIndex, divergence: divergenceIndex };
  for (const [name, value] of Object.entries(expected)) {
    const found = actual[name as keyof typeof actual];
    assert.ok(Math.abs(found - value) < 1e-12, `${name} is ${found}, by hand ${value}`);
  }
}

describe('indices that follow by hand:', () => {
  test('identity blocks have CI 1, RI 1, DI 0: every curve stays at 1', async () => {
    assertIndices(await measure(repeat(identity, 4)), { convergence: 1, recurrence: 1, divergence: 0 });
  });

  test('one block that does all the work, the first of T: CI (T − ½)/T, RI 0, DI 0', async () => {
    // The transition hides the class in the second number; block 1 moves it to the first.
    const hide = pairwise((tf, first) => [tf.zerosLike(first), first]);
    const work = pairwise((_, __, second) => [second, second]);
    // Early readout is 1 until block 1 itself is dropped at k = T; late start is 0 from k = 1 on.
    assertIndices(await measure([work, ...repeat(identity, 3)], hide), { convergence: 3.5 / 4, recurrence: 0, divergence: 0 });
  });

  test('one block that does all the work, the last of T: CI ½/T, RI 0, DI 0', async () => {
    const hide = pairwise((tf, first) => [tf.zerosLike(first), first]);
    const work = pairwise((_, __, second) => [second, second]);
    // Early readout is 0 from k = 1 on; late start is 1 until block T itself is dropped at k = T.
    assertIndices(await measure([...repeat(identity, 3), work], hide), { convergence: 0.5 / 4, recurrence: 0, divergence: 0 });
  });

  test('equal blocks are recurrent, RI 1, also where every one of them is needed: CI ½/T', async () => {
    // The second number holds class/4; each of four blocks adds it to the first, which passes 5/8 only at the last.
    const divide = pairwise((tf, first) => [tf.fill(first.shape, -0.375), tf.div(first, 4)]);
    const add = pairwise((tf, first, second) => [tf.add(first, second), second]);
    // class 1 after k additions: −3/8 + k/4 > 1/2 only for k = 4
    assertIndices(await measure(repeat(add, 4), divide), { convergence: 0.125, recurrence: 1, divergence: 0 });
  });

  test('blocks that contract to a fixed point have DI 0, and CI near 1 if they are nearly there at once', async () => {
    // h ← h + 0.9 (class − h) from 1/4: after one block class 1 is at 0.925, class 0 at 0.025
    const start = pairwise((tf, first) => [tf.fill(first.shape, 0.25), first]);
    const contract = pairwise((tf, first, goal) => [tf.add(first, tf.mul(0.9, tf.sub(goal, first))), goal]);
    assertIndices(await measure(repeat(contract, 5), start), { convergence: 1 - 0.5 / 5, recurrence: 1, divergence: 0 });
  });

  test('blocks that expand have DI near 1: one more step destroys the answer', async () => {
    // Each block triples the distance to the nearest of two fixed points, 0 and 1, the classes. The start is ±0.4/3^T off
    // by the noise's sign, so that the distance is 0.4 after T blocks, still on the class's side of the threshold 1/2, and
    // 1.2 after one more, where the noise alone decides.
    const blocks = 6;
    const start = pairwise((tf, first, noise) => [tf.add(first, tf.mul(0.4 / 3 ** blocks, tf.sub(tf.mul(2, noise), 1))), noise]);
    const expand = pairwise((tf, first, noise) => {
      const fixed = tf.round(tf.clipByValue(first, 0, 1));
      return [tf.add(first, tf.mul(2, tf.sub(first, fixed))), noise];
    });
    // n = 1 at j = 0; at j ≥ 1 half of the images are right, n = 0: DI = 1 − ½/T
    assertIndices(await measure(repeat(expand, blocks), start), { convergence: 1, recurrence: 1, divergence: 1 - 0.5 / blocks });
  });

  test('a last block that undoes itself when repeated has DI between: n is 1, 0, 1, 0 …', async () => {
    const flip = pairwise((tf, first, second) => [tf.where(tf.greater(second, 0.5), tf.sub(1, first), first), second]);
    // For half of the images (those with noise 1) the class flips, so that accuracies alternate between 1 and chance.
    assertIndices(await measure([flip, flip], identity), { convergence: (1 + 0 + 0 + 1) / 4, recurrence: 1, divergence: (0 + 1 + 1 + 0) / 4 });
  });

  test('answers worse than chance are below 0, not cut off', async () => {
    const invert = pairwise((tf, first, second) => [tf.sub(1, first), second]);
    // T = 2 inversions are right; one, or three, wrong everywhere: n = (0 − ½)/(1 − ½) = −1
    assertIndices(await measure([invert, invert]), { convergence: 0, recurrence: 1, divergence: 1 });
  });
});

describe('a network of several stages', () => {
  const hide = pairwise((tf, first) => [tf.zerosLike(first), first]);
  const work = pairwise((_, __, second) => [second, second]);

  test('is the mean over stages of two or more blocks; each such stage is reported by its number', async () => {
    const network: MeasurableNetwork = {
      stages: [
        { transition: identity, blocks: repeat(identity, 2) },
        { transition: identity, blocks: [identity] },
        { transition: identity, blocks: [] },
        { transition: hide, blocks: [...repeat(identity, 3), work] },
      ],
      head,
    };
    const indices = await measureIndices(engine, network, IMAGES, AS_THEY_ARE, CHANCE);
    assert.deepEqual(indices.stages.map(({ stage, blocks }) => [stage, blocks]), [[1, 2], [4, 4]]);
    assert.deepEqual(indices.stages.map((each) => each.convergenceIndex), [1, 0.125]);
    assertIndices(indices, { convergence: (1 + 0.125) / 2, recurrence: (1 + 0) / 2, divergence: 0 });
  });

  test('keeps every other stage whole while one is changed', async () => {
    // Stage 1 hides and works; stage 2 would hide it again but for its own work.
    const stage = { transition: hide, blocks: [identity, work] };
    const { stages } = await measureIndices(engine, { stages: [stage, stage], head }, IMAGES, AS_THEY_ARE, CHANCE);
    for (const { curves } of stages) {
      assert.deepEqual(curves['early readout'].accuracy, [1, 0.5, 0.5]);
      assert.deepEqual(curves['late start'].accuracy, [1, 1, 0.5]);
      assert.deepEqual(curves.overrun.accuracy, [1, 1, 1]);
    }
  });

  test('without a stage of two blocks is refused before anything runs', async () => {
    const untouchable = (): never => assert.fail('the network ran');
    const network = { stages: [{ transition: untouchable, blocks: [untouchable] }, { transition: untouchable, blocks: [] }], head: untouchable };
    await assert.rejects(measureIndices(engine, network, IMAGES, AS_THEY_ARE, CHANCE), {
      message: 'No stage of the network has two or more blocks, so there is nothing to iterate.',
    });
  });

  test('that is at chance has no indices', async () => {
    const forget = pairwise((tf, first, second) => [tf.zerosLike(first), second]);
    const indices = await measure([forget, forget]);
    assert.equal(indices.accuracy, 0.5);
    assert.ok([indices.convergenceIndex, indices.recurrenceIndex, indices.divergenceIndex].every(Number.isNaN));
  });
});

describe('the Exchange Index and the work of stages by hand:', () => {
  const measured = (network: MeasurableNetwork): Promise<Measured> =>
    measureAll({ engine, network, set: IMAGES, normalization: AS_THEY_ARE, chance: CHANCE, seed: 0 }, [exchange, exchangeOfStages, exchangeOfNetwork, workOfStages, smallestWork, indices]);
  const hide = pairwise((tf, first) => [tf.zerosLike(first), first]);
  const work = pairwise((_, __, second) => [second, second]);

  test('equal blocks, all of them needed, are exchangeable, X = 1, and do all the work', async () => {
    const divide = pairwise((tf, first) => [tf.fill(first.shape, -0.375), tf.div(first, 4)]);
    const add = pairwise((tf, first, second) => [tf.add(first, second), second]);
    const of = await measured({ stages: [{ transition: divide, blocks: repeat(add, 4) }], head });
    assert.deepEqual(of.rows(exchangeOfNetwork), [{ exchangeIndex: 1 }]);
    assert.deepEqual(of.rows(workOfStages), [{ stage: 1, work: 1 }]);
  });

  test('one block of four that works can stand for all, the idle ones for none: X = 1/4', async () => {
    const of = await measured({ stages: [{ transition: hide, blocks: [identity, identity, work, identity] }], head });
    assert.deepEqual(of.rows(exchange).map(({ accuracy }) => accuracy), [0.5, 0.5, 1, 0.5]);
    assert.deepEqual(of.rows(exchangeOfNetwork), [{ exchangeIndex: 1 / 4 }]);
  });

  test('the Recurrence Index does not see that two blocks differ, the Exchange Index does', async () => {
    // The second number holds the class c. From −0.2 the blocks add c/4 and c/2: 0.55 > 1/2 after both, below after one, first or last.
    // The first one twice comes to 0.3, chance; the second twice to 0.8.
    const start = pairwise((tf, first) => [tf.fill(first.shape, -0.2), first]);
    const adds = (share: number) => pairwise((tf, first, second) => [tf.add(first, tf.mul(share, second)), second]);
    const of = await measured({ stages: [{ transition: start, blocks: [adds(0.25), adds(0.5)] }], head });
    assert.equal(of.rows(indices)[0]!.recurrenceIndex, 1);
    assert.deepEqual(of.rows(exchangeOfNetwork), [{ exchangeIndex: (0 + 1) / 2 }]);
  });

  test('of a network: the mean over stages of two blocks, the smallest work; depth goes through all of it', async () => {
    const network = { stages: [{ transition: identity, blocks: [identity] }, { transition: identity, blocks: repeat(identity, 2) }, { transition: hide, blocks: [work, identity] }], head };
    const of = await measured(network);
    assert.deepEqual(of.rows(exchange).map(({ stage, block, depth, normalizedAccuracy }) => [stage, block, depth, normalizedAccuracy]), [[2, 1, 2, 1], [2, 2, 3, 1], [3, 1, 4, 1], [3, 2, 5, 0]]);
    assert.deepEqual(of.rows(exchangeOfStages), [{ stage: 2, exchangeIndex: 1 }, { stage: 3, exchangeIndex: 0.5 }]);
    assert.deepEqual(of.rows(exchangeOfNetwork), [{ exchangeIndex: 0.75 }]);
    assert.deepEqual(of.rows(workOfStages), [{ stage: 2, work: 0 }, { stage: 3, work: 1 }]);
    assert.deepEqual(of.rows(smallestWork), [{ work: 0 }]);
  });

  test('a stage of one block has none', () => assert.throws(() => exchangeIndex([1]), { message: 'The Exchange Index needs a stage of two blocks or more.' }));
});
