import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concatenate, parseCifarRecords, type RecordLabels } from '../../src/data/cifar-records';
import { sha256 } from '../../src/data/checksum';
import { DataError } from '../../src/data/data-error';
import { DataFiles } from '../../src/data/data-files';
import type { ImageSet } from '../../src/data/dataset';
import { makeRecords, pixelValue } from './cifar-sets';

const origin = { path: 'batch.bin', remedy: 'mend it' };

/** Reads `bytes` as the file whose official content is `official`. */
async function readAs(official: Buffer, bytes: Buffer, count: number, labels: RecordLabels): Promise<ImageSet> {
  const files = new DataFiles([{ name: 'batch.bin', copies: [], bytes: official.length, known: [{ sha256: sha256(official) }] }], () =>
    Promise.resolve({ bytes, origin }),
  );
  return files.read('batch.bin', (content) => parseCifarRecords(content, count, labels, origin));
}

test('planes of a record become the channels of each pixel, and its last label the class', async () => {
  for (const [labels, records] of [
    [[10], [[7], [0], [9]]],
    [[20, 100], [[3, 99], [19, 0], [0, 20]]],
  ] as const) {
    const bytes = makeRecords(records);
    const set = await readAs(bytes, bytes, 3, labels);
    assert.deepEqual(set.shape, [32, 32, 3]);
    assert.equal(set.size, 3);
    assert.deepEqual(Array.from(set.labels), records.map((record) => record[record.length - 1]));
    const expected = Uint8Array.from({ length: 3 * 3072 }, (_, index) => {
      const pixel = Math.floor(index / 3) % 1024;
      return pixelValue(Math.floor(index / 3072), index % 3, Math.floor(pixel / 32), pixel % 32);
    });
    assert.deepEqual(set.images, expected);
  }
});

test('sets are joined in their order', () => {
  const set = (first: number, count: number): ImageSet => parseCifarRecords(makeRecords(Array.from({ length: count }, (_, index) => [first + index]), first), count, [10], origin);
  assert.deepEqual(concatenate([set(0, 2), set(2, 1), set(3, 3)]), set(0, 6));
});

test('records cut short, too long, or with a label beyond its classes have their own sentences', () => {
  const bytes = makeRecords([[1, 2], [1, 2]]);
  const changed = (at: number, value: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[at] = value;
    return copy;
  };
  const cases: [Buffer, string][] = [
    [bytes.subarray(0, 0), 'batch.bin is cut short (0 bytes of 6148): mend it.'],
    [bytes.subarray(0, 6147), 'batch.bin is cut short (6147 bytes of 6148): mend it.'],
    [Buffer.concat([bytes, Buffer.alloc(3074)]), 'batch.bin has 3074 bytes too many (9222 instead of 6148): mend it.'],
    [changed(3074, 20), 'batch.bin gives image 1 the label 20, but labels go from 0 to 19: mend it.'],
    [changed(1, 100), 'batch.bin gives image 0 the label 100, but labels go from 0 to 99: mend it.'],
  ];
  for (const [file, message] of cases) assert.throws(() => parseCifarRecords(file, 2, [20, 100], origin), { name: 'DataError', message });
});

test('no truncation and no changed byte of a file gives another image: a named error each time', async () => {
  const bytes = makeRecords([[4]]);
  for (let at = 0; at < bytes.length; at++) {
    const flipped = Buffer.from(bytes);
    flipped[at]! ^= 1 << (at & 7);
    await assert.rejects(readAs(bytes, flipped, 1, [10]), (error) => error instanceof DataError && error.path === 'batch.bin');
    await assert.rejects(readAs(bytes, bytes.subarray(0, at), 1, [10]), DataError);
  }
});
