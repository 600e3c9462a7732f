import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { crc32, deflateSync } from 'node:zlib';
import { DataError } from '../../../src/data/data-error';
import { decodePicture } from '../../../src/data/pictures/decode';
import { data } from '../../../src';
import type { ImageFolderOptions } from '../../../src/data/pictures/image-folder';
import { resizeAndCrop } from '../../../src/data/pictures/resize';
import { scratchFolder } from '../scratch';

/** test/data/fixtures/make_pictures.py */
const fixture = JSON.parse(readFileSync(join(__dirname, '..', 'fixtures', 'pictures.json'), 'utf8')) as {
  files: Record<string, string>;
  cases: { name: string; size: number; crop: number; pixels: string }[];
};
const file = (name: string): Buffer => Buffer.from(fixture.files[name]!, 'base64');

/** As a notebook has it. */
const { loadImageFolder } = data;

describe('a picture is scaled and cropped as torchvision does it:', () => {
  for (const { name, size, crop, pixels } of fixture.cases) {
    test(`${name} to ${size}, ${crop} of it`, async () => {
      const found = resizeAndCrop(await decodePicture(file(name), 3), size, crop);
      assert.deepEqual([found.height, found.width, found.channels], [crop, crop, 3]);
      const expected = Buffer.from(pixels, 'base64');
      const most = found.values.reduce((largest, value, i) => Math.max(largest, Math.abs(value - expected[i]!)), 0);
      // Two decoders of a lossy format may round a colour differently.
      assert.ok(most <= (/jpg|lossy/.test(name) ? 2 : 0), `off by up to ${most}`);
    });
  }

  test('and is read as brightness for networks of one channel', async () => {
    const [colours, brightness] = [await decodePicture(file('a.png'), 3), await decodePicture(file('a.png'), 1)];
    const [red, green, blue] = colours.values;
    assert.equal(brightness.values[0], Math.round((299 * red! + 587 * green! + 114 * blue!) / 1000));
    assert.equal(brightness.values.length, colours.values.length / 3);
  });
});

/** A PNG of one row of pixels, of colour type and bits a value as the format numbers them. */
function rowAsPng(width: number, colourType: number, bits: number, bytes: readonly number[]): Buffer {
  const chunk = (name: string, data: Buffer): Buffer => {
    const [body, length, checksum] = [Buffer.concat([Buffer.from(name), data]), Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    checksum.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, checksum]);
  };
  const header = Buffer.from([0, 0, 0, width, 0, 0, 0, 1, bits, colourType, 0, 0, 0]);
  return Buffer.concat([file('a.png').subarray(0, 8), chunk('IHDR', header), chunk('IDAT', deflateSync(Buffer.from([0, ...bytes]))), chunk('IEND', Buffer.alloc(0))]);
}

describe('pictures of other kinds are read as 8 bits of red, green and blue:', () => {
  for (const [name, png, expected, within] of [
    ['16 bits', rowAsPng(1, 2, 16, [200, 9, 100, 9, 50, 250]), [200, 100, 50], 0],
    ['16 bits of grey', rowAsPng(2, 0, 16, [200, 250, 3, 4]), [200, 200, 200, 3, 3, 3], 0],
    ['16 bits with opacity', rowAsPng(1, 6, 16, [200, 9, 100, 9, 50, 250, 255, 255]), [200, 100, 50], 0],
    ['1 bit of grey', rowAsPng(4, 0, 1, [0b10010000]), [255, 255, 255, 0, 0, 0, 0, 0, 0, 255, 255, 255], 0],
    ['opacity that is full', rowAsPng(1, 6, 8, [200, 100, 50, 255]), [200, 100, 50], 0],
    ['opacity of a half', rowAsPng(1, 6, 8, [200, 100, 50, 128]), [200, 100, 50], 1],
    ['opacity of grey', rowAsPng(2, 4, 8, [200, 128, 10, 255]), [200, 200, 200, 10, 10, 10], 1],
    ['no opacity', rowAsPng(2, 6, 8, [200, 100, 50, 0, 10, 20, 30, 255]), [0, 0, 0, 10, 20, 30], 0],
  ] as const) {
    test(name, async () => {
      const { values } = await decodePicture(png, 3);
      assert.equal(values.length, expected.length);
      values.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) <= within, `${values.join()} instead of ${expected.join()}`));
    });
  }
});

async function put(context: TestContext, contents: Readonly<Record<string, Uint8Array | string>>): Promise<string> {
  const folder = await scratchFolder(context);
  for (const [name, bytes] of Object.entries(contents)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), bytes);
  }
  return folder;
}

const small: ImageFolderOptions = { crop: 8 };
const png = file('small.png');

describe('a folder of pictures', () => {
  test('is read class by class in sorted order, with a checksum of its files', async (context) => {
    const folder = await put(context, { 'b/1.png': png, 'B/2.PNG': png, 'a/deep/3.png': file('a.png'), 'a/1.jpg': file('a.jpg'), 'a/note.txt': 'no picture', '.hidden/1.png': png, 'readme.txt': '' });
    const fractions: number[] = [];
    const { classes, set, provenance } = await loadImageFolder(folder, { ...small, onFraction: (fraction) => void fractions.push(fraction) });
    assert.deepEqual(classes, ['B', 'a', 'b']);
    assert.deepEqual([[...set.labels], set.size, set.shape], [[0, 1, 1, 2], 4, [8, 8, 3]]);
    assert.deepEqual(fractions, [0.25, 0.5, 0.75, 1]);
    assert.equal(provenance.source, '4 pictures of 3 classes, the shorter side scaled to 8 pixels, 8 × 8 cut out of the middle');
    assert.match(Object.values(provenance.sha256)[0]!, /^[0-9a-f]{64}$/);
    const grey = await loadImageFolder(folder, { ...small, channels: 1 });
    assert.deepEqual(grey.set.shape, [8, 8, 1]);
  });

  test('gives as many pictures of every class as it can, where fewer are asked for', async (context) => {
    const folder = await put(context, { 'a/1.png': png, 'a/2.png': png, 'a/3.png': png, 'b/1.png': png, 'c/1.png': png, 'c/2.png': png });
    const labels = async (images: number): Promise<number[]> => [...(await loadImageFolder(folder, { ...small, images })).set.labels];
    assert.deepEqual([await labels(2), await labels(4), await labels(6)], [[0, 1], [0, 0, 1, 2], [0, 0, 0, 1, 2, 2]]);
    await assert.rejects(labels(7), { message: 'There are 6 pictures: ask for 1 to 6, not 7.' });
  });

  test('has the labels that a list of classes gives its folders, above 255 too', async (context) => {
    const folder = await put(context, { 'n02/1.png': png, 'n01/1.png': png });
    const lines = [...Array.from({ length: 299 }, (_, i) => `m${i} some thing`), 'n02 a fish, a bird', 'n01,another'];
    await writeFile(join(folder, 'list.txt'), lines.join('\n'));
    const { classes, set } = await loadImageFolder(folder, { ...small, classes: join(folder, 'list.txt') });
    assert.deepEqual([[...set.labels], classes.length, classes[300]], [[300, 299], 301, 'n01']);
  });

  test('follows links to folders', async (context) => {
    const folder = await put(context, { 'set/a/1.png': png, 'elsewhere/1.png': png });
    await symlink(join(folder, 'elsewhere'), join(folder, 'set', 'b'));
    assert.equal((await loadImageFolder(join(folder, 'set'), small)).set.size, 2);
  });
});

/** A PNG whose pixels are damaged under a right checksum. */
function damagedPixels(): Buffer {
  const damaged = Buffer.from(file('a.png'));
  const at = damaged.indexOf('IDAT');
  const length = damaged.readUInt32BE(at - 4);
  damaged.fill(0x55, at + 4 + length / 2, at + 4 + length);
  damaged.writeUInt32BE(crc32(damaged.subarray(at, at + 4 + length)), at + 4 + length);
  return damaged;
}

describe('bad folders and pictures are refused in one sentence:', () => {
  const cut = (name: string): Buffer => file(name).subarray(0, (2 * file(name).length) / 3);
  const flipped = Buffer.from(file('a.png'));
  flipped[Math.floor(flipped.length / 2)]! ^= 0xff;
  const cases: [name: string, contents: Record<string, Uint8Array | string>, problem: RegExp][] = [
    ['no folder', {}, /is missing: give a folder with a subfolder for every class/],
    ['nothing in it', {}, /is empty: give a folder/],
    ['no subfolders', { '1.png': png }, /has no subfolders/],
    ['one class', { 'a/1.png': png }, /has one class only \(a\)/],
    ['a class without pictures', { 'a/1.png': png, 'b/x.txt': '' }, /has no pictures in b/],
    ['an empty picture', { 'a/1.png': png, 'b/1.png': '' }, /has 1 of 2 pictures that cannot be used \(b\/1\.png is empty\): mend or remove them\.$/],
    ['a cut PNG', { 'a/1.png': png, 'b/1.png': cut('a.png') }, /\(b\/1\.png is cut short\)/],
    ['a cut JPEG', { 'a/1.png': png, 'b/1.jpg': cut('a.jpg') }, /\(b\/1\.jpg is cut short\)/],
    ['a JPEG cut in its head', { 'a/1.png': png, 'b/1.jpg': file('a.jpg').subarray(0, 20) }, /\(b\/1\.jpg is cut short\)/],
    ['a cut WebP', { 'a/1.png': png, 'b/1.webp': cut('a.webp') }, /\(b\/1\.webp is cut short\)/],
    ['a PNG with another bit', { 'a/1.png': png, 'b/1.png': flipped }, /\(b\/1\.png is damaged \(a checksum is not that of its content\)\)/],
    ['a PNG with other pixels', { 'a/1.png': png, 'b/1.png': damagedPixels() }, /\(b\/1\.png (?:is damaged|cannot be decoded)\)/],
    ['a text', { 'a/1.png': png, 'b/1.jpg': 'version https://git-lfs.github.com/spec/v1' }, /\(b\/1\.jpg is no JPEG, PNG or WebP picture\)/],
    ['many', Object.fromEntries([['a/1.png', png], ...Array.from({ length: 7 }, (_, i) => [`b/${i}.png`, ''] as const)]), /has 7 of 8 pictures .*b\/4\.png is empty, …\)/],
  ];
  for (const [name, contents, problem] of cases) {
    test(name, async (context) => {
      const folder = await put(context, contents);
      const loaded = loadImageFolder(name === 'no folder' ? join(folder, 'none') : folder, small);
      await assert.rejects(loaded, (error) => error instanceof DataError && problem.test(error.message));
    });
  }

  test('lists of classes', async (context) => {
    const folder = await put(context, { 'set/a/1.png': png, 'set/b/1.png': png, 'short.txt': 'a x\n', 'twice.txt': 'a\nb\na\n', 'empty.txt': '\n', 'hole.txt': 'a\n\nb\n' });
    const refused = (list: string, problem: RegExp) =>
      assert.rejects(loadImageFolder(join(folder, 'set'), { ...small, classes: join(folder, list) }), (error) => error instanceof DataError && problem.test(error.message));
    await refused('short.txt', /short\.txt has no line for 1 of 2 folders \(b\)/);
    await refused('twice.txt', /twice\.txt says a twice/);
    await refused('empty.txt', /empty\.txt is empty/);
    await refused('hole.txt', /hole\.txt has no name in line 2/);
    await refused('none.txt', /none\.txt is missing/);
  });
});
