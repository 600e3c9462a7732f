import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ImageSet, take } from '../../src/data/dataset';

const set: ImageSet = { images: Uint8Array.from({ length: 24 }, (_, index) => index), labels: Uint8Array.of(3, 1, 2), size: 3, shape: [2, 2, 2] };

test('a subset is the first images and labels', () => {
  assert.deepEqual(take(set, 2), { images: set.images.slice(0, 16), labels: Uint8Array.of(3, 1), size: 2, shape: [2, 2, 2] });
  assert.deepEqual(take(set, 3), set);
  assert.deepEqual(take(set, 1, 2), { images: set.images.slice(16), labels: set.labels.slice(2), size: 1, shape: [2, 2, 2] });
  assert.throws(() => take(set, 2, 2), RangeError);
});

test('more images than there are, none, or half a one cannot be taken', () => {
  for (const count of [0, 4, -1, 1.5, NaN]) {
    assert.throws(() => take(set, count), { name: 'RangeError', message: `${count} images cannot be taken from a set of 3: ask for a whole number from 1 to 3.` });
  }
});
