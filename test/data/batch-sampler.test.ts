import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noAugmentation } from '../../src/data/augmentation';
import { BatchSampler, type BatchSettings, type SamplerState } from '../../src/data/batch-sampler';
import type { ImageSet } from '../../src/data/dataset';
import { generator } from '../../src/data/random';

const shape = [4, 4, 2] as const;
const random = generator(1, 'images');
const set: ImageSet = {
  images: Uint8Array.from({ length: 23 * 32 }, () => random.integer(256)),
  labels: Uint8Array.from({ length: 23 }, (_, index) => index % 10),
  size: 23,
  shape,
};
const normalization = { mean: [0.4, 0.5], standardDeviation: [0.2, 0.3] };
const plain: BatchSettings = { batchSize: 5, lastBatch: 'keep', augmentation: noAugmentation };
const augmented: BatchSettings = { batchSize: 5, lastBatch: 'drop', augmentation: { horizontalFlip: true, translation: 2 } };

function sampler(settings: BatchSettings, seed = 0): BatchSampler {
  return new BatchSampler(set, normalization, settings, generator(seed, 'batches'));
}

function epoch(batches: BatchSampler): number[] {
  return Array.from({ length: batches.batchesPerEpoch }, () => Array.from(batches.next().indices)).flat();
}

const everyImage = Array.from({ length: 23 }, (_, index) => index);
const sorted = (numbers: readonly number[]): number[] => [...numbers].sort((a, b) => a - b);

test('an epoch shows every image once, in another order each time', () => {
  const batches = sampler(plain);
  assert.equal(batches.batchesPerEpoch, 5);
  const [first, second] = [epoch(batches), epoch(batches)];
  assert.deepEqual(sorted(first), everyImage);
  assert.deepEqual(sorted(second), everyImage);
  assert.notDeepEqual(first, second);
  assert.notDeepEqual(first, everyImage);
});

test('the last, smaller batch is kept or dropped', () => {
  const sizes = (settings: BatchSettings): number[] => {
    const batches = sampler(settings);
    return Array.from({ length: batches.batchesPerEpoch + 1 }, () => batches.next().labels.length);
  };
  assert.deepEqual(sizes(plain), [5, 5, 5, 5, 3, 5]);
  assert.deepEqual(sizes({ ...plain, lastBatch: 'drop' }), [5, 5, 5, 5, 5]);
  assert.equal(sampler({ ...plain, batchSize: 23, lastBatch: 'drop' }).batchesPerEpoch, 1);
});

test('labels and pixels belong to the images drawn', () => {
  const batch = sampler(plain).next();
  assert.deepEqual(batch.shape, [5, 4, 4, 2]);
  for (const [item, index] of batch.indices.entries()) {
    assert.equal(batch.labels[item], set.labels[index]);
    for (let at = 0; at < 32; at++) {
      const expected = (set.images[index * 32 + at]! / 255 - normalization.mean[at % 2]!) / normalization.standardDeviation[at % 2]!;
      assert.equal(batch.images[item * 32 + at], Math.fround(expected));
    }
  }
});

test('epoch and step count the batches drawn', () => {
  const batches = sampler(augmented);
  assert.deepEqual([batches.epoch, batches.step], [0, 0]);
  const seen = Array.from({ length: 6 }, () => {
    batches.next();
    return [batches.epoch, batches.step];
  });
  assert.deepEqual(seen, [[1, 1], [1, 2], [1, 3], [1, 4], [2, 1], [2, 2]]);
});

test('the same seed gives the same batches, another seed others', () => {
  const stream = (seed: number): Float32Array[] => {
    const batches = sampler(augmented, seed);
    return Array.from({ length: 10 }, () => batches.next().images);
  };
  assert.deepEqual(stream(0), stream(0));
  assert.notDeepEqual(stream(0), stream(1));
});

test('a position saved as JSON at any batch, epoch ends included, continues bit by bit', () => {
  for (const settings of [plain, augmented]) {
    for (let position = 0; position <= 12; position++) {
      const original = sampler(settings);
      for (let drawn = 0; drawn < position; drawn++) original.next();
      const saved = JSON.stringify(original.state());
      const other = sampler(settings, 99);
      for (let drawn = 0; drawn < 3; drawn++) other.next();
      other.restore(JSON.parse(saved) as SamplerState);
      assert.deepEqual([other.epoch, other.step], [original.epoch, original.step]);
      assert.equal(JSON.stringify(other.state()), saved);
      for (let drawn = 0; drawn < 12; drawn++) assert.deepEqual(other.next(), original.next());
      assert.deepEqual(other.state(), original.state());
    }
  }
});

test('saving changes nothing, and a state does not change as the sampler goes on', () => {
  const [watched, alone] = [sampler(augmented), sampler(augmented)];
  for (let drawn = 0; drawn < 9; drawn++) {
    const before = watched.state();
    const text = JSON.stringify(before);
    assert.deepEqual(watched.next(), alone.next());
    assert.equal(JSON.stringify(before), text);
  }
});

test('what is done to a batch reaches neither the set nor later batches', () => {
  const [rough, gentle] = [sampler(plain), sampler(plain)];
  const pixels = set.images.slice();
  for (let drawn = 0; drawn < 7; drawn++) {
    const batch = rough.next();
    assert.deepEqual(batch, gentle.next());
    batch.images.fill(NaN);
    batch.labels.fill(-1);
    batch.indices.fill(-1);
  }
  assert.deepEqual(set.images, pixels);
});

test('a position of other settings, another set or out of range is refused', () => {
  const state = sampler(plain).state();
  const refuses = (changed: unknown, message: RegExp): void => assert.throws(() => sampler(plain).restore(changed as SamplerState), { name: 'RangeError', message });
  refuses({ ...state, settings: { ...plain, batchSize: 4 } }, /^The saved position belongs to batches of 4 of 23 images .*, not of 5 of 23 images .*: continue with the former\.$/);
  refuses({ ...state, settings: { ...plain, lastBatch: 'drop' } }, /belongs to batches of 5 of 23 images \(last batch: drop/);
  refuses({ ...state, settings: { ...plain, augmentation: { horizontalFlip: true, translation: 0 } } }, /with flips/);
  refuses({ ...state, settings: { ...plain, augmentation: { horizontalFlip: false, translation: 1 } } }, /translation 1/);
  refuses({ ...state, size: 24 }, /of 24 images/);
  refuses({ ...state, epoch: 1, step: 6 }, /\(epoch 1, batch 6\) lies outside the epoch of 5 batches/);
  refuses({ ...state, step: 1 }, /\(epoch 0, batch 1\)/);
  refuses({ ...state, epoch: -1 }, /^The saved position in the batches cannot be used: epoch: /);
  refuses({ ...state, now: { ...state.now, s0: 2 } }, /: now\.s0: /);
  refuses({}, /cannot be used: settings: /);
});

test('settings that do not fit are refused before the first batch', () => {
  const refuses = (changes: object, message: RegExp): void => assert.throws(() => sampler({ ...plain, ...changes }), { name: 'RangeError', message });
  refuses({ batchSize: 24 }, /^A batch of 24 is larger than the set of 23 images: use a smaller batch size\.$/);
  refuses({ batchSize: 0 }, /^The batch settings cannot be used: batchSize: /);
  refuses({ batchSize: 2.5 }, /: batchSize: /);
  refuses({ lastBatch: 'half' }, /: lastBatch: /);
  refuses({ augmentation: { horizontalFlip: true, translation: -1 } }, /: augmentation\.translation: /);
  refuses({ augmentation: { horizontalFlip: true, translation: 4 } }, /^A translation by 4 pixels moves images of 4 pixels out of sight/);
  refuses({ shuffel: true }, /shuffel/);
});
