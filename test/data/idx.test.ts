import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { sha256 } from '../../src/data/checksum';
import { DataError } from '../../src/data/data-error';
import { DataFiles } from '../../src/data/data-files';
import type { ImageSet } from '../../src/data/dataset';
import { parseIdx } from '../../src/data/idx';
import { readIdxImageSet } from '../../src/data/idx-image-set';
import { readDataFile } from '../../src/data/read-file';
import { fixtureBytes, fixturePath, small } from './fixture';
import { scratchFolder } from './scratch';

const origin = { path: 'digits', remedy: 'mend it' };
const imageBytes = fixtureBytes('small-images');

function parse(bytes: Uint8Array): Uint8Array {
  return parseIdx(bytes, small.images.dimensions, origin).values;
}

/** A small pair of files: images and labels read from these paths. */
function readFrom(images: string, labels = fixturePath('small-labels'), knownLabels = small.labels.sha256): Promise<ImageSet> {
  const files = new DataFiles(
    [
      { name: 'images', copies: [images], bytes: 88, known: [{ sha256: small.images.sha256 }] },
      { name: 'labels', copies: [labels], bytes: 14, known: [{ sha256: knownLabels }] },
    ],
    async ({ copies, bytes }) => {
      const place = { path: copies[0]!, remedy: 'mend it' };
      return { bytes: await readDataFile(place, bytes), origin: place };
    },
  );
  return readIdxImageSet(files, { ...small.images, name: 'images' }, { ...small.labels, name: 'labels' }, 10);
}

test('an idx file that numpy wrote has the pixels that numpy put into it, packed or not', async () => {
  for (const name of ['small-images', 'small-images.gz']) {
    const set = await readFrom(fixturePath(name));
    assert.deepEqual(set.shape, [4, 3, 1]);
    assert.equal(set.size, 6);
    assert.deepEqual(Array.from(set.labels), [5, 0, 4, 1, 9, 2]);
    assert.deepEqual(Buffer.from(set.images), imageBytes.subarray(16));
    assert.equal(set.images.reduce((sum, pixel) => sum + pixel, 0), small.images.sum);
  }
});

test('each way for an idx file to be malformed has its own sentence', () => {
  const changed = (at: number, value: number): Buffer => {
    const copy = Buffer.from(imageBytes);
    copy[at] = value;
    return copy;
  };
  const cases: [Uint8Array, string][] = [
    [imageBytes.subarray(0, 0), 'digits is cut short (0 bytes do not even hold its header of 16): mend it.'],
    [imageBytes.subarray(0, 15), 'digits is cut short (15 bytes do not even hold its header of 16): mend it.'],
    [imageBytes.subarray(0, 87), 'digits is cut short (87 bytes of 88): mend it.'],
    [Buffer.concat([imageBytes, Buffer.alloc(2)]), 'digits has 2 bytes too many (90 instead of 88): mend it.'],
    [changed(2, 0x0d), 'digits is not an idx file of unsigned bytes in 3 dimensions (magic number 0x00000d03 instead of 0x00000803): mend it.'],
    [changed(3, 1), 'digits is not an idx file of unsigned bytes in 3 dimensions (magic number 0x00000801 instead of 0x00000803): mend it.'],
    [changed(0, 0xff), 'digits is not an idx file of unsigned bytes in 3 dimensions (magic number 0xff000803 instead of 0x00000803): mend it.'],
    [changed(7, 7), 'digits has the dimensions 7 × 4 × 3 instead of 6 × 4 × 3: mend it.'],
    [changed(4, 0xff), 'digits has the dimensions 4278190086 × 4 × 3 instead of 6 × 4 × 3: mend it.'],
  ];
  for (const [bytes, message] of cases) assert.throws(() => parse(bytes), { name: 'DataError', message });
});

test('a label beyond the classes is an error that names the image', async (context) => {
  const folder = await scratchFolder(context);
  const bytes = Buffer.from(fixtureBytes('small-labels'));
  bytes[8 + 3] = 10;
  const path = join(folder, 'labels');
  await writeFile(path, bytes);
  await assert.rejects(readFrom(fixturePath('small-images'), path, sha256(bytes)), {
    message: `${path} gives image 3 the label 10, but labels go from 0 to 9: mend it.`,
  });
});

test('a pair of files of different sizes is refused before it is read', async () => {
  const unread = new DataFiles([], () => assert.fail('it was read'));
  await assert.rejects(readIdxImageSet(unread, { ...small.images, name: 'images' }, { name: 'labels', dimensions: [5] }, 10), RangeError);
});

test('a file that is missing, a folder, empty or no gzip is an error of its own', async (context) => {
  const folder = await scratchFolder(context);
  const check = async (name: string, bytes: Uint8Array | undefined, problem: string): Promise<void> => {
    const path = join(folder, name);
    if (bytes) await writeFile(path, bytes);
    await assert.rejects(readDataFile({ path, remedy: 'mend it' }, 88), { name: 'DataError', path, message: `${path} ${problem}: mend it.` });
  };
  const packed = fixtureBytes('small-images.gz');
  await check('none', undefined, 'is missing');
  await check('.', undefined, 'is a folder where a file should be');
  await check('empty.gz', Buffer.alloc(0), 'is empty');
  await check('plain.gz', imageBytes, 'is not a gzip file, although its name ends in .gz');
  await check('short.gz', packed.subarray(0, 40), 'is cut short (its gzip stream ends too early)');
  await check('long.gz', Buffer.concat([packed, Buffer.alloc(3)]), 'has 3 bytes after the end of its gzip stream');
  await check('bomb.gz', gzipSync(Buffer.alloc(1_000_000)), 'unpacks to more than the 88 bytes that it should hold');
  const wrong = Buffer.from(packed);
  wrong[wrong.length - 5]! ^= 1;
  await check('crc.gz', wrong, 'is corrupted (gzip: incorrect data check)');
});

test('no truncation and no changed bit of a file gives another array: a named error each time', async (context) => {
  const path = join(await scratchFolder(context), 'small-images');
  let refused = 0;
  const check = async (bytes: Uint8Array): Promise<void> => {
    await writeFile(path, bytes);
    await assert.rejects(readFrom(path), (error) => error instanceof DataError && error.message.startsWith(path) && error.message.endsWith(': mend it.'));
    refused++;
  };
  for (let length = 0; length < imageBytes.length; length++) await check(imageBytes.subarray(0, length));
  for (let bit = 0; bit < imageBytes.length * 8; bit++) await check(flipped(imageBytes, bit));
  assert.equal(refused, 88 * 9);
});

test('the same holds for a packed file, where only bits that say nothing of the content may change', async (context) => {
  const packed = fixtureBytes('small-images.gz');
  const path = join(await scratchFolder(context), 'small-images.gz');
  for (let length = 0; length < packed.length; length++) {
    await writeFile(path, packed.subarray(0, length));
    await assert.rejects(readFrom(path), DataError);
  }
  const harmless = new Set<number>();
  for (let bit = 0; bit < packed.length * 8; bit++) {
    await writeFile(path, flipped(packed, bit));
    try {
      const set = await readFrom(path);
      assert.deepEqual(Buffer.from(set.images), imageBytes.subarray(16));
      harmless.add(bit >> 3);
    } catch (error) {
      assert.ok(error instanceof DataError, String(error));
      assert.match(error.message, /: mend it\.$/);
    }
  }
  // RFC 1952: byte 3 has the text flag, 4 to 7 the time, 8 the compression level, 9 the operating system; the byte before
  // the trailer of 8 ends in bits that fill it up.
  assert.deepEqual([...harmless].sort((a, b) => a - b), [3, 4, 5, 6, 7, 8, 9, packed.length - 9]);
});

function flipped(bytes: Buffer, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
