import assert from 'node:assert/strict';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { sha256 } from '../../src/data/checksum';
import { DataError } from '../../src/data/data-error';
import { pictureOfRecords, readRecordPicture, type RecordPicture } from '../../src/data/record-picture';
import { makeRecords } from './cifar-sets';
import { scratchFolder } from './scratch';

const records = makeRecords(Array.from({ length: 200 }, (_, index) => [index % 20, index % 100]));

async function packed(context: TestContext): Promise<RecordPicture & { path: string; read: () => Promise<Uint8Array> }> {
  const packedRecords = await pictureOfRecords(records, 2);
  const path = join(await scratchFolder(context), 'train.webp');
  await writeFile(path, packedRecords.picture);
  await writeFile(path.replace('.webp', '.labels'), packedRecords.labels);
  return { ...packedRecords, path, read: () => readRecordPicture({ path, remedy: 'mend it' }, sha256(packedRecords.picture)) };
}

test('records come back from their picture byte by byte', async (context) => {
  const { labels, read } = await packed(context);
  assert.deepEqual(Array.from(labels.subarray(0, 4)), [0, 0, 1, 1]);
  assert.ok(records.equals(await read()));
});

test('what is not whole rows of records is refused before it is packed', async () => {
  await assert.rejects(pictureOfRecords(records.subarray(3074), 2), RangeError);
  await assert.rejects(pictureOfRecords(records, 1), RangeError);
  await assert.rejects(pictureOfRecords(records.subarray(0, 0), 2), RangeError);
});

test('a damaged picture is refused before the decoder sees it', async (context) => {
  const { path, picture, read } = await packed(context);
  const refuse = async (bytes: Uint8Array): Promise<void> => {
    await writeFile(path, bytes);
    await assert.rejects(read(), (error) => error instanceof DataError && error.message.startsWith(`${path} does not hold the official data`));
  };
  await refuse(Buffer.alloc(0));
  for (let at = 0; at < picture.length; at += Math.ceil(picture.length / 100)) {
    await refuse(picture.subarray(0, at));
    const flipped = Buffer.from(picture);
    flipped[at]! ^= 1 << (at & 7);
    await refuse(flipped);
  }
});

test('labels that are missing or of another number of images are an error that names their file', async (context) => {
  const { path, labels, read } = await packed(context);
  const labelPath = path.replace('.webp', '.labels');
  await writeFile(labelPath, labels.subarray(1));
  await assert.rejects(read(), { name: 'DataError', message: `${labelPath} does not hold the labels of 200 images (399 bytes): mend it.` });
  await rm(labelPath);
  await assert.rejects(read(), { name: 'DataError', message: `${labelPath} is missing: mend it.` });
});
