import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Dataset, ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';
import { measureEachBlock } from '../../src/runs/measurements/blocks';
import { imageResults, imageTensors } from '../../src/runs/image-results';
import { measureImages } from '../../src/runs/measurements/images';
import { measureSensitivity } from '../../src/runs/measurements/sensitivity';
import { decodeTensors, encodeTensors } from '../../src/weights/safetensors';

const near = (actual: number, expected: number, tolerance = 1e-6): void => assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
const quiet = (): void => undefined;

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

function dataOf(labels: Uint8Array): Dataset {
  const set: ImageSet = { images: pixels, labels, size: 20, shape: [1, 1, 1] };
  return { name: 'by hand', classes: ['0', '1'], train: set, test: set, ...asAre, provenance: { source: 'by hand', sha256: {} } };
}

let engine: Engine;
test.before(async () => {
  engine = await startEngine();
});

test('per image: what is predicted, what each block flips, what is read out behind the blocks', async () => {
  // The network says 1 above 8. Image 7 is a 1, so that it is wrong, and right without the second block, which says 1 above 5.
  const labels = pixels.map((x) => Number(x > 8 || x === 7));
  const { summary, results } = await measureImages({ engine, network, data: dataOf(labels) }, quiet);
  assert.deepEqual([...results.predicted], [...pixels].map((x) => Number(x > 8)));
  assert.deepEqual(results.right.indexOf(0), 7);
  pixels.forEach((x, i) => {
    const z = x - 8;
    near(results.loss[i]!, Math.log1p(Math.exp(labels[i] ? -z : z)), 1e-5);
    near(results.margin[i]!, (labels[i] ? 1 : -1) * Math.tanh(z / 2));
  });
  // Without the first block it says 1 above 13: images 9 to 13 become wrong, and 7 stays so. Without the second 6 and 8 do, and 7 right.
  assert.deepEqual(summary.blocks, [
    { stage: 1, block: 1, toRight: 0, toWrong: 5 },
    { stage: 1, block: 2, toRight: 1, toWrong: 2 },
  ]);
  // Behind the first block 18 of 20 are right. Borderline is image 8 alone, whose logits are equal.
  const accuracies = summary.readouts.map(({ block, group, images, accuracy }) => [block, group, images, accuracy]);
  assert.deepEqual(accuracies, [
    [1, 'borderline', 1, 0], [1, 'already correct', 18, 1], [1, 'all', 20, 0.9],
    [2, 'borderline', 1, 1], [2, 'already correct', 18, 17 / 18], [2, 'all', 20, 0.95],
  ]);
  near(summary.readouts[3]!.loss, Math.log(2), 1e-6);

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
  const { results } = await measureImages({ engine, network: { ...network, head: (ops, h) => three(ops, h) }, data: { ...dataOf(labels), classes: ['0', '1', '2'] } }, quiet);
  assert.deepEqual([...results.predicted.subarray(18, 24)], [1, 2, 1, 2, 1, 2]);
  assert.deepEqual([...results.predicted.subarray(0, 4)], [0, 2, 0, 2]);
});

test('blocks that go straight down the gradient have the cosine −1; an image without a state has no direction', async () => {
  // Logits 0 and Σh²/2, h is a quarter shorter behind each block, and every image is a 0.
  const shrink: Layer = (ops, h) => ops.scale(h, 0.75);
  const squares: Layer = (ops, h) => ops.matMul(ops.reshape(ops.square(h), [h.shape[0]!, 1]), ops.constant([0, 0.001], [1, 2]));
  const data = dataOf(new Uint8Array(20));
  const measured = await measureEachBlock({ engine, network: { stages: [{ transition: identity, blocks: [shrink, shrink] }], head: squares }, data }, quiet);
  assert.deepEqual(measured.map(({ set, images }) => [set, images]), [['test', 20], ['training', 20]]);
  // With z = 0.001 (3/4)⁴ x² behind both blocks L = log(1 + e^z), and by either block F·∂L/∂h = −h/4 · 2z/h · σ(z).
  const term = [...pixels].reduce((sum, x) => {
    const z = 0.001 * 0.75 ** 4 * x ** 2;
    return sum + z / 2 / (1 + Math.exp(-z)) / 20;
  }, 0);
  for (const { accuracy, blocks } of measured) {
    assert.equal(accuracy, 1 / 20, 'only the dark image gives equal logits');
    for (const block of blocks) {
      near(block.cosineLoss, -1);
      near(block.l2Ratio, 0.25);
      assert.deepEqual([block.directed, block.accuracyWithout], [19, 1 / 20]);
      near(block.taylorTerm, term);
    }
  }
});

test('of equal blocks it does not matter which are dropped, at random either', async () => {
  const equal = { ...network, stages: [{ transition: identity, blocks: [add(2), add(2), add(2)] }] };
  const labels = pixels.map((x) => Number(x > 4));
  const measured = await measureSensitivity({ engine, network: equal, data: dataOf(labels) }, { normalization: 'group', seed: 1 }, quiet);
  // n(k dropped) = (A − 1/2) / (1 − 1/2) with A = 1, 0.9, 0.8, 0.7: 1, 0.8, 0.6, 0.4
  near(measured.randomBlocks.convergenceIndex, (0.5 + 0.8 + 0.6 + 0.2) / 3);
  near(measured.randomBlocks.recurrenceIndex, 1);
  assert.equal(measured.reestimated, null);
});
