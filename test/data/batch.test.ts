import assert from 'node:assert/strict';
import { test } from 'node:test';
import { drawPlacement, inPlace, noAugmentation, type Placement } from '../../src/data/augmentation';
import { batchesInOrder, makeBatch } from '../../src/data/batch';
import type { ImageSet } from '../../src/data/dataset';
import { normalizationTable, placeImage } from '../../src/data/normalize';
import { generator } from '../../src/data/random';
import { fixtureJson } from './fixture';

const known = fixtureJson('placement.json') as {
  readonly shape: [number, number, number];
  readonly mean: number[];
  readonly standardDeviation: number[];
  readonly pixels: number[];
  readonly cases: (Placement & { readonly index: number; readonly expected: number[] })[];
};
const imageLength = known.shape[0] * known.shape[1] * known.shape[2];
const set: ImageSet = { images: Uint8Array.from(known.pixels), labels: Uint8Array.of(7, 3), size: 2, shape: known.shape };

test('mirrored and moved images are those of numpy, bit by bit', () => {
  const table = normalizationTable(known, 3);
  for (const { index, expected, ...placement } of known.cases) {
    const target = new Float32Array(imageLength + 20).fill(9);
    target.fill(0, 10, 10 + imageLength);
    placeImage(target, 10, set.images, index * imageLength, set.shape, table, placement);
    assert.deepEqual(target.slice(10, 10 + imageLength), Float32Array.from(expected));
    assert.ok([...target.slice(0, 10), ...target.slice(10 + imageLength)].every((value) => value === 9), 'nothing beside the image is written');
  }
});

test('a mean or deviation is needed for each channel, and deviations are positive', () => {
  assert.throws(() => normalizationTable({ mean: [0, 0], standardDeviation: [1] }, 2), RangeError);
  assert.throws(() => normalizationTable({ mean: [0], standardDeviation: [1] }, 3), RangeError);
  assert.throws(() => normalizationTable({ mean: [0], standardDeviation: [0] }, 1), RangeError);
  assert.throws(() => normalizationTable({ mean: [NaN], standardDeviation: [1] }, 1), RangeError);
});

test('a batch has its images in the order asked for, with their labels, in arrays of its own', () => {
  const table = normalizationTable(known, 3);
  const make = (): ReturnType<typeof makeBatch> => makeBatch(set, table, Int32Array.of(1, 0, 1), () => inPlace);
  const batch = make();
  assert.deepEqual(batch.shape, [3, 5, 6, 3]);
  assert.deepEqual(batch.labels, Int32Array.of(3, 7, 3));
  assert.equal(batch.images.length, 3 * imageLength);
  assert.deepEqual(batch.images.slice(imageLength, 2 * imageLength), Float32Array.from(known.cases[0]!.expected));
  assert.deepEqual(batch.images.slice(0, imageLength), batch.images.slice(2 * imageLength));
  const other = make();
  batch.images.fill(0);
  assert.notEqual(other.images.buffer, batch.images.buffer);
  assert.notEqual(other.images[0], 0);
});

test('in order, a whole set comes once, in pieces of the batch size and a rest', () => {
  const seven: ImageSet = { images: Uint8Array.of(0, 51, 102, 153, 204, 255, 255), labels: Uint8Array.of(0, 1, 2, 3, 4, 5, 6), size: 7, shape: [1, 1, 1] };
  const batches = [...batchesInOrder(seven, { mean: [0.5], standardDeviation: [0.5] }, 3)];
  assert.deepEqual(batches.map(({ labels }) => Array.from(labels)), [[0, 1, 2], [3, 4, 5], [6]]);
  assert.deepEqual(batches.map(({ indices }) => Array.from(indices)), [[0, 1, 2], [3, 4, 5], [6]]);
  const values = batches.flatMap(({ images }) => Array.from(images));
  const expected = [-1, -0.6, -0.2, 0.2, 0.6, 1, 1];
  assert.ok(values.every((value, index) => Math.abs(value - expected[index]!) < 1e-6), String(values));
  assert.throws(() => batchesInOrder(seven, { mean: [0.5], standardDeviation: [0.5] }, 0).next(), RangeError);
});

test('placements are drawn evenly from all that the augmentation allows', () => {
  const random = generator(3, 'placements');
  const counts = new Map<string, number>();
  for (let count = 0; count < 18_000; count++) {
    const key = JSON.stringify(drawPlacement({ horizontalFlip: true, translation: 1 }, random));
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  assert.equal(counts.size, 18);
  assert.ok([...counts.values()].every((count) => Math.abs(count - 1000) < 4 * Math.sqrt(1000)), String([...counts.values()]));
});

test('no augmentation leaves images in place and draws nothing', () => {
  const random = generator(3, 'placements');
  const before = random.state();
  assert.deepEqual(drawPlacement(noAugmentation, random), inPlace);
  assert.deepEqual(random.state(), before);
});
