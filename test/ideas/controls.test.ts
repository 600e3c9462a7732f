import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import { blockDrop } from '../../src/ideas/block-drop/measure';
import { blockShuffling, blockSwapping } from '../../src/ideas/controls/block-order';
import { earlyReadout } from '../../src/ideas/early-readout/measure';
import { randomBlockDrop } from '../../src/ideas/controls/random-blocks';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { tensorOf } from '../../src/engine/tensors';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';
import { measurePrograms, type ProgramAnalyses } from '../../src/measuring/programs/program-analysis';

/** Images of one pixel with two channels, 0 or 1: the class, and a noise that is independent of it. */
const IMAGES: ImageSet = { images: Uint8Array.from([0, 0, 0, 255, 255, 0, 255, 255]), labels: Uint8Array.of(0, 0, 1, 1), size: 4, shape: [1, 1, 2] };
const AS_THEY_ARE = { mean: [0, 0], standardDeviation: [1, 1] };

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

type Pair = readonly [first: tfc.Tensor, second: tfc.Tensor];

/** A layer that is written for the two numbers of a state. */
function pairwise(f: (tf: Engine['tf'], ...pair: Pair) => Pair): Layer {
  return (_, state) => {
    const [first, second] = engine.tf.split(tensorOf(state), 2, 3) as [tfc.Tensor, tfc.Tensor];
    return engine.tf.concat([...f(engine.tf, first, second)], 3);
  };
}

const identity: Layer = (_, state) => state;
/** The class hides in the second number; a block that works moves it to the first. */
const hide = pairwise((tf, first) => [tf.zerosLike(first), first]);
const work = pairwise((_, __, second) => [second, second]);
/** Class 1 where the first number is above 1/2. */
const head: Layer = (_, state) => {
  const first = engine.tf.reshape(engine.tf.slice(tensorOf(state), [0, 0, 0, 0], [-1, 1, 1, 1]), [-1]);
  return engine.tf.stack([engine.tf.sub(1, first), first], 1);
};
const oneStage = (transition: Layer, blocks: readonly Layer[]): MeasurableNetwork => ({ stages: [{ transition, blocks }], head });
const repeat = (block: Layer, times: number): Layer[] => Array.from({ length: times }, () => block);

/** Block t of T multiplies by ten and adds t; the class decides by the order only whether the number is that of 1, 2, …, T. */
const inOrder = (blocks: number): MeasurableNetwork => {
  const target = Array.from({ length: blocks }, (_, t) => t + 1).reduce((number, t) => 10 * number + t, 0);
  return {
    stages: [
      {
        transition: pairwise((tf, first) => [tf.zerosLike(first), first]),
        blocks: Array.from({ length: blocks }, (_, t) => pairwise((tf, first, label) => [tf.add(tf.mul(first, 10), t + 1), label])),
      },
    ],
    head: (_, state) => {
      const { tf } = engine;
      const [first, label] = tf.split(tf.reshape(tensorOf(state), [-1, 2]), 2, 1) as [tfc.Tensor, tfc.Tensor];
      const said = tf.where(tf.equal(first, target), label, tf.sub(1, label));
      return tf.concat([tf.sub(1, said), said], 1);
    },
  };
};

const measure = <Analyses extends ProgramAnalyses>(network: MeasurableNetwork, analyses: Analyses) =>
  measurePrograms(engine, network, analyses, IMAGES, AS_THEY_ARE).then(({ outcomes }) => outcomes);

const all = {
  drop: blockDrop,
  shuffling: blockShuffling({ orders: 9, seed: 0 }),
  swapping: blockSwapping,
  random: randomBlockDrop({ draws: 9, seed: 0, chance: 1 / 2 }),
};

describe('drops and controls that follow by hand:', () => {
  test('identity blocks: nothing that is done to them is noticed', async () => {
    const { drop, shuffling, swapping, random } = await measure(oneStage(identity, repeat(identity, 4)), all);
    assert.deepEqual(drop, { whole: 1, stages: [{ stage: 1, accuracy: [1, 1, 1, 1] }] });
    assert.deepEqual([shuffling.stages[0]!.orders.length, swapping.stages[0]!.orders.length], [9, 3]);
    for (const { orders } of [...shuffling.stages, ...swapping.stages]) assert.ok(orders.every(({ accuracy }) => accuracy === 1));
    assert.deepEqual(random[0]!.curve.accuracy, [1, 1, 1, 1, 1]);
  });

  test('one block that does all: its drop alone is chance, no order matters, and k random blocks have it with probability k/T', async () => {
    const network = oneStage(hide, [identity, identity, work, identity]);
    const { drop, shuffling, swapping, random } = await measure(network, all);
    assert.deepEqual(drop.stages[0]!.accuracy, [1, 1, 0.5, 1]);
    for (const { orders } of [...shuffling.stages, ...swapping.stages]) assert.ok(orders.every(({ accuracy }) => accuracy === 1));
    // Nine draws are all choices of one, two and three blocks of four.
    assert.deepEqual(random[0]!.curve.normalizedAccuracy, [1, 0.75, 0.5, 0.25, 0]);
  });

  test('a network that works in its own order only: every other order, and every drop, is wrong', async () => {
    const { drop, shuffling, swapping } = await measure(inOrder(3), all);
    assert.deepEqual(drop, { whole: 1, stages: [{ stage: 1, accuracy: [0, 0, 0] }] });
    assert.deepEqual(shuffling.stages[0]!.orders.map(({ blocks }) => blocks.join()).sort(), ['1,3,2', '2,1,3', '2,3,1', '3,1,2', '3,2,1']);
    assert.deepEqual(swapping.stages[0]!.orders.map(({ blocks }) => blocks), [[2, 1, 3], [1, 3, 2]]);
    for (const { orders } of [...shuffling.stages, ...swapping.stages]) assert.ok(orders.every(({ accuracy }) => accuracy === 0));
  });

  test('one shared block: no order matters, and what is dropped does not, only how many', async () => {
    // Each of four blocks adds class/4 to −3/8: class 1 is above 1/2 only after all four.
    const divide = pairwise((tf, first) => [tf.fill(first.shape, -0.375), tf.div(first, 4)]);
    const add = pairwise((tf, first, second) => [tf.add(first, second), second]);
    const { drop, shuffling, random } = await measure(oneStage(divide, repeat(add, 4)), all);
    assert.deepEqual(drop.stages[0]!.accuracy, [0.5, 0.5, 0.5, 0.5]);
    assert.ok(shuffling.stages[0]!.orders.every(({ accuracy }) => accuracy === 1));
    assert.deepEqual(random[0]!.curve.normalizedAccuracy, [1, 0, 0, 0, 0]);
  });

  test('early readout of a block that does all work, the second of three: chance until it has run', async () => {
    const { accuracy, loss, entropy } = await earlyReadout(engine, oneStage(hide, [identity, work, identity]), IMAGES, AS_THEY_ARE);
    assert.deepEqual(accuracy, [0.5, 0.5, 1, 1]);
    // Logits are (1, 0) before, and (1, 0) or (0, 1) for the class after: the right one is 1 ahead, or behind for class 1.
    const [ahead, behind] = [Math.log(1 + Math.exp(-1)), Math.log(1 + Math.exp(1))];
    const p = 1 / (1 + Math.exp(-1));
    const bits = -p * Math.log(p) - (1 - p) * Math.log(1 - p);
    [(ahead + behind) / 2, (ahead + behind) / 2, ahead, ahead].forEach((expected, t) => assert.ok(Math.abs(loss[t]! - expected) < 1e-6));
    for (const value of entropy) assert.ok(Math.abs(value - bits) < 1e-6);
  });
});

describe('random programs', () => {
  test('are the same for the same seed, others for another, and differ from one another', () => {
    const drawn = (seed: number) => blockShuffling({ orders: 20, seed }).programs([8, 8]);
    assert.deepEqual(drawn(1), drawn(1));
    assert.notDeepEqual(drawn(1), drawn(2));
    assert.equal(new Set(drawn(1).map(({ stage, blocks }) => `${stage}/${blocks.join()}`)).size, 40);
    assert.notDeepEqual(drawn(1).slice(0, 20).map(({ blocks }) => blocks), drawn(1).slice(20).map(({ blocks }) => blocks));
  });

  test('of a drop keep their order, and every block is dropped about as often as the others', () => {
    const programs = randomBlockDrop({ draws: 400, seed: 3, chance: 1 / 2 }).programs([12]);
    const six = programs.filter(({ blocks }) => blocks.length === 6);
    assert.equal(six.length, 400);
    assert.ok(programs.every(({ blocks }) => blocks.every((block, i) => i === 0 || block > blocks[i - 1]!)));
    const kept = Array.from({ length: 12 }, (_, t) => six.filter(({ blocks }) => blocks.includes(t + 1)).length);
    // 200 ± 5 standard deviations of a binomial
    assert.ok(kept.every((count) => Math.abs(count - 200) < 50), kept.join());
  });

  test('must be a whole number', () => {
    assert.throws(() => blockShuffling({ orders: 0, seed: 1 }), { message: 'The number of orders must be a whole number from 1 on, not 0.' });
    assert.throws(() => randomBlockDrop({ draws: 1.5, seed: 1, chance: 1 / 2 }), { message: 'The number of draws must be a whole number from 1 on, not 1.5.' });
  });
});

describe('statistics estimated anew', () => {
  /** Normalizes with statistics that stay the same values. */
  const normalize = (mean: tfc.Tensor, variance: tfc.Tensor): Layer => {
    const [scale, shift] = [engine.tf.ones([2]), engine.tf.zeros([2])];
    return (ops, state) => ops.batchNormInference(state, scale, shift, mean, variance, 1e-5);
  };

  /** Accuracy without one block of the only stage of two. */
  const blockDropOf = (block: number) => ({
    programs: () => [{ stage: 1, blocks: [3 - block] }],
    outcome: (accuracies: Parameters<typeof blockDrop.outcome>[0]) => accuracies.of({ stage: 1, blocks: [3 - block] }),
  });

  test('mend a network whose stored statistics are those of other images', async () => {
    const { tf } = engine;
    // Stored: the first number is 8 on average, so that normalized it is below 0 always. New: 1/2, and it is the class again.
    const network = oneStage(identity, [normalize(tf.tensor1d([8, 8]), tf.ones([2])), identity]);
    const centred: MeasurableNetwork = { ...network, head: (ops, state) => head(ops, tf.add(tensorOf(state), 0.5)) };
    const { outcomes: stored } = await measurePrograms(engine, centred, { drop: blockDrop }, IMAGES, AS_THEY_ARE);
    assert.deepEqual(stored.drop, { whole: 0.5, stages: [{ stage: 1, accuracy: [1, 0.5] }] });
    const fractions: number[] = [];
    const before = tf.memory().numTensors;
    const { outcomes } = await measurePrograms(engine, centred, { drop: blockDropOf(2) }, IMAGES, AS_THEY_ARE, {
      training: IMAGES,
      onFraction: (fraction) => void fractions.push(fraction),
    });
    assert.equal(outcomes.drop, 1);
    assert.equal(tf.memory().numTensors, before);
    assert.ok(fractions[fractions.length - 1] === 1 && fractions.every((fraction, i) => i === 0 || fraction > fractions[i - 1]!));
  });

  test('change nothing where nothing is normalized, and are refused where the stored ones are not the same values at every call', async () => {
    const { tf } = engine;
    const before = tf.memory().numTensors;
    const reestimated = (block: Layer) => measurePrograms(engine, oneStage(identity, [block, block]), { drop: blockDrop }, IMAGES, AS_THEY_ARE, { training: IMAGES });
    assert.deepEqual((await reestimated(identity)).outcomes.drop, { whole: 1, stages: [{ stage: 1, accuracy: [1, 1] }] });
    const fickle: Layer = (ops, state) => normalize(tf.zeros([2]), tf.ones([2]))(ops, state);
    await assert.rejects(reestimated(fickle), { message: /^A batch normalization has no estimated statistics/ });
    assert.equal(tf.memory().numTensors, before);
  });
});
