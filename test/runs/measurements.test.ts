import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';
import { blockDrops, flips } from '../../src/ideas/block-drop/measure';
import { borderlineReadouts } from '../../src/ideas/borderline-examples/measure';
import { randomBlocks } from '../../src/ideas/controls/random-blocks';
import { cosineLossOfBlocks } from '../../src/ideas/cosine-loss/measure';
import { l2RatioOfBlocks } from '../../src/ideas/l2-ratio/measure';
import { taylorTermOfBlocks } from '../../src/ideas/taylor-term/measure';
import type { Measure } from '../../src/measuring/measure';
import { measureAll } from '../../src/measuring/measure-all';
import type { Measured } from '../../src/measuring/measured';
import { imageResults, imageResultsMeasure, imageTensors } from '../../src/runs/image-results';
import { decodeTensors, encodeTensors } from '../../src/weights/safetensors';

const near = (actual: number, expected: number, tolerance = 1e-6): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);

/** Images of one pixel x = 0 … 19. Two blocks add 5 and take 3; the answer is "1" where what comes out is above 10. */
const pixels = Uint8Array.from({ length: 20 }, (_, x) => x);
const asAre = { mean: [0], standardDeviation: [1 / 255] };
const identity: Layer = (_, h) => h;
const add = (step: number): Layer => (ops, h) => ops.add(h, ops.constant(Array.from({ length: h.shape[0]! }, () => step), [...h.shape]));
const above10: Layer = (ops, h) => {
  const z = add(-10)(ops, ops.reshape(h, [h.shape[0]!, 1]));
  return ops.matMul(z, ops.constant([0, 1], [1, 2]));
};
const network: MeasurableNetwork = { stages: [{ transition: identity, blocks: [add(5), add(-3)] }], head: above10 };

const setOf = (labels: Uint8Array): ImageSet => ({ images: pixels, labels, size: 20, shape: [1, 1, 1] });
const measured = (of: MeasurableNetwork, labels: Uint8Array, measures: readonly Measure[]): Promise<Measured> =>
  measureAll({ engine, network: of, set: setOf(labels), normalization: asAre, chance: 1 / 2, seed: 1 }, measures);

let engine: Engine;
test.before(async () => {
  engine = await startEngine();
});

test('per image: what is predicted, what each block flips, what is read out behind the blocks', async () => {
  // The network says 1 above 8. Image 7 is a 1, so that it is wrong, and right without the second block, which says 1 above 5.
  const labels = pixels.map((x) => Number(x > 8 || x === 7));
  const [ofImages, groups] = [imageResultsMeasure(), borderlineReadouts()];
  const found = await measured(network, labels, [ofImages.measure, blockDrops, flips, groups]);
  const results = ofImages.results();
  assert.deepEqual([...results.predicted], [...pixels].map((x) => Number(x > 8)));
  assert.deepEqual(results.right.indexOf(0), 7);
  pixels.forEach((x, i) => {
    const z = x - 8;
    near(results.loss[i]!, Math.log1p(Math.exp(labels[i] ? -z : z)), 1e-5);
    near(results.margin[i]!, (labels[i] ? 1 : -1) * Math.tanh(z / 2));
  });
  // Without the first block it says 1 above 13: images 9 to 13 become wrong, and 7 stays so. Without the second 6 and 8 do, and 7 right.
  const drops = found.rows(blockDrops);
  assert.deepEqual(found.rows(flips), [
    { stage: 1, block: 1, toRight: 0, toWrong: 5 },
    { stage: 1, block: 2, toRight: 1, toWrong: 2 },
  ]);
  drops.forEach(({ accuracy, drop, left }, i) => {
    near(accuracy, [0.7, 0.9][i]!);
    near(drop, [0.25, 0.05][i]!);
    near(left, [0.2 / 0.45, 0.4 / 0.45][i]!);
  });
  // Behind the first block 18 of 20 are right. Borderline is image 8 alone, whose logits are equal; behind the first it is image 5.
  const readouts = found.rows(groups);
  assert.deepEqual(readouts.map(({ block, group, images, accuracy }) => [block, group, images, accuracy]), [
    [1, 'borderline', 1, 0], [1, 'borderline at first', 1, 1], [1, 'already correct', 18, 1], [1, 'all', 20, 0.9],
    [2, 'borderline', 1, 1], [2, 'borderline at first', 1, 1], [2, 'already correct', 18, 17 / 18], [2, 'all', 20, 0.95],
  ]);
  near(readouts[4]!.loss, Math.log(2), 1e-6);

  const path = 'images.safetensors';
  assert.deepEqual(imageResults(decodeTensors(encodeTensors(imageTensors(results), path), path), path), results);
  const without = imageTensors(results);
  assert.throws(() => imageResults({ ...without, tensors: new Map([...without.tensors].filter(([name]) => name !== 'loss')) }, path), {
    message: 'images.safetensors has no results "loss" of 20 images: measure the run again.',
  });
});

test('of several classes an image is right when exactly these are predicted', async () => {
  const three: Layer = (ops, h) => ops.matMul(above10(ops, h), ops.constant([0, 1, 0, 0, 1, 0.5], [2, 3]));
  // Logits 0, z, z/2 with z = x − 8: the two highest are 1 and 2 where z > 0, else 0 and 2.
  const labels = Uint8Array.from([...pixels].flatMap((x) => (x > 8 ? [1, 2] : [0, 2])));
  const ofImages = imageResultsMeasure();
  await measured({ ...network, head: (ops, h) => three(ops, h) }, labels, [ofImages.measure]);
  const { predicted } = ofImages.results();
  assert.deepEqual([...predicted.subarray(18, 24)], [1, 2, 1, 2, 1, 2]);
  assert.deepEqual([...predicted.subarray(0, 4)], [0, 2, 0, 2]);
});

test('blocks that go straight down the gradient have the cosine −1; an image without a state has no direction', async () => {
  // Logits 0 and Σh²/2, h is a quarter shorter behind each block, and every image is a 0.
  const shrink: Layer = (ops, h) => ops.scale(h, 0.75);
  const squares: Layer = (ops, h) => ops.matMul(ops.reshape(ops.square(h), [h.shape[0]!, 1]), ops.constant([0, 0.001], [1, 2]));
  const found = await measured({ stages: [{ transition: identity, blocks: [shrink, shrink] }], head: squares }, new Uint8Array(20), [cosineLossOfBlocks, l2RatioOfBlocks, taylorTermOfBlocks]);
  // With z = 0.001 (3/4)⁴ x² behind both blocks L = log(1 + e^z), and by either block F·∂L/∂h = −h/4 · 2z/h · σ(z).
  const term = [...pixels].reduce((sum, x) => {
    const z = 0.001 * 0.75 ** 4 * x ** 2;
    return sum + z / 2 / (1 + Math.exp(-z)) / 20;
  }, 0);
  const [cosines, ratios, terms] = [found.rows(cosineLossOfBlocks), found.rows(l2RatioOfBlocks), found.rows(taylorTermOfBlocks).filter(({ gradient }) => gradient === 'before the block')];
  for (const i of [0, 1]) {
    near(cosines[i]!.cosineLoss, -1);
    near(ratios[i]!.l2Ratio, 0.25);
    assert.deepEqual([cosines[i]!.images, ratios[i]!.images], [19, 19]);
    near(terms[i]!.size, term);
  }
});

test('of equal blocks it does not matter which are dropped, at random either', async () => {
  const equal = { ...network, stages: [{ transition: identity, blocks: [add(2), add(2), add(2)] }] };
  const random = randomBlocks();
  const [indices] = (await measured(equal, pixels.map((x) => Number(x > 4)), [random])).rows(random);
  // n(k dropped) = (A − 1/2) / (1 − 1/2) with A = 1, 0.9, 0.8, 0.7: 1, 0.8, 0.6, 0.4
  near(indices!.convergenceIndex, (0.5 + 0.8 + 0.6 + 0.2) / 3);
  near(indices!.recurrenceIndex, 1);
});
