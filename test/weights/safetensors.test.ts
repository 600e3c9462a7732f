import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { decodeTensors, encodeTensors, readTensors, writeTensors } from '../../src/weights/safetensors';
import type { Numbers, StoredTensor, TensorFile } from '../../src/weights/tensor-file';
import { WeightsError } from '../../src/weights/weights-error';
import { scratchFolder } from '../data/scratch';

const small: TensorFile = {
  tensors: new Map<string, StoredTensor>([
    ['layer.weight', { shape: [2, 3], values: Float32Array.of(1.5, -2, 0, -0, 3e38, 1e-45) }],
    ['layer.num_batches_tracked', { shape: [], values: BigInt64Array.of(-7n) }],
    ['nothing', { shape: [0, 4], values: new Float32Array() }],
    ['bytes', { shape: [3], values: Uint8Array.of(1, 2, 255) }],
  ]),
  metadata: new Map([['format', 'pt'], ['note', 'größer "quoted"\n']]),
};

/** A file with the given header, which may be anything. */
function fileOf(header: unknown, data: Uint8Array = new Uint8Array()): Uint8Array {
  const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(text.length));
  return Buffer.concat([length, text, data]);
}

const bitsOf = (values: Numbers): string => `${values.constructor.name} ${Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('hex')}`;
const bits = ({ tensors }: TensorFile): [string, readonly number[], string][] =>
  [...tensors].map(([name, { shape, values }]): [string, readonly number[], string] => [name, shape, bitsOf(values)]).sort(([a], [b]) => (a < b ? -1 : 1));

/** What a file's bytes say, or the named error; whatever else is thrown fails the test. */
function decoded(bytes: Uint8Array): TensorFile | undefined {
  try {
    return decodeTensors(bytes, 'file');
  } catch (error) {
    assert.ok(error instanceof WeightsError, `not a named error: ${String(error)}`);
    assert.match(error.message, /^file .+: .+\.$/);
    return undefined;
  }
}

describe('writing and reading', () => {
  test('gives every number, shape, type and text back bit by bit', async (context) => {
    const path = join(await scratchFolder(context), 'small.safetensors');
    await writeTensors(path, small);
    const read = await readTensors(path);
    assert.deepEqual(bits(read), bits(small));
    assert.deepEqual(new Map(read.metadata), new Map(small.metadata));
  });

  test('gives the same bytes for the same content in another order, and keeps every number aligned', () => {
    const bytes = encodeTensors(small, 'file');
    const turned = { tensors: new Map([...small.tensors].reverse()), metadata: new Map([...small.metadata].reverse()) };
    assert.deepEqual(encodeTensors(turned, 'file'), bytes);
    const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
    assert.equal(length % 8, 0);
    const header = JSON.parse(Buffer.from(bytes.subarray(8, 8 + length)).toString()) as Record<string, { data_offsets: number[] }>;
    assert.equal(header['layer.weight']!.data_offsets[0]! % 4, 0);
    assert.deepEqual(header['layer.num_batches_tracked']!.data_offsets, [0, 8]);
  });

  test('replaces a file as a whole, and leaves it as it was when that fails', async (context) => {
    const folder = await scratchFolder(context);
    const path = join(folder, 'small.safetensors');
    await writeFile(path, 'old');
    await writeTensors(path, small);
    assert.deepEqual(await readdir(folder), ['small.safetensors']);
    await assert.rejects(writeTensors(join(folder, 'nowhere', 'x'), small), {
      name: 'WeightsError',
      message: `${join(folder, 'nowhere', 'x')} could not be written (there is no such file or folder): name a place that can be written to.`,
    });
    const taken = join(folder, 'taken');
    await mkdir(taken);
    await assert.rejects(writeTensors(taken, small), { name: 'WeightsError' });
    assert.deepEqual((await readdir(folder)).sort(), ['small.safetensors', 'taken']);
  });

  test('refuses to write what could not be read', () => {
    const write = (name: string, tensor: StoredTensor, metadata: [string, string][] = []) => (): unknown =>
      encodeTensors({ tensors: new Map([[name, tensor]]), metadata: new Map(metadata) }, 'file');
    const one: StoredTensor = { shape: [1], values: Float32Array.of(1) };
    assert.throws(write('__metadata__', one), { message: 'file cannot be written with a tensor by the reserved name "__metadata__": use another name.' });
    assert.throws(write('__proto__', one), WeightsError);
    assert.throws(write('x', { ...one, shape: [2] }), { message: 'file cannot be written: "x" holds 1 numbers for the shape [2]: give it the shape of its numbers.' });
    assert.throws(write('x', one, [['sha256', '']]), WeightsError);
  });
});

describe('every byte of a small file', () => {
  const bytes = encodeTensors(small, 'file');
  const [expected, metadata] = [bits(small), new Map(small.metadata)];

  test('with any one bit or all bits flipped: a named error, or the same tensors', () => {
    let refused = 0;
    for (let at = 0; at < bytes.length; at++) {
      for (const mask of [1, 2, 4, 8, 16, 32, 64, 128, 255]) {
        const damaged = Buffer.from(bytes);
        damaged[at]! ^= mask;
        const read = decoded(damaged);
        if (!read) refused++;
        else {
          assert.deepEqual(bits(read), expected, `byte ${at} ^ ${mask}`);
          // Whoever damages the checksum's own name takes it away; all else must still be there.
          const same = JSON.stringify([...read.metadata].filter(([name]) => metadata.has(name)).sort()) === JSON.stringify([...metadata].sort());
          assert.ok(same, `byte ${at} ^ ${mask}: ${JSON.stringify([...read.metadata])}`);
        }
      }
    }
    assert.ok(refused > 0.9 * 9 * bytes.length, `${refused} of ${9 * bytes.length} were refused`);
  });

  test('cut off anywhere, or with bytes added: a named error', () => {
    for (let length = 0; length < bytes.length; length++) assert.equal(decoded(bytes.subarray(0, length)), undefined, `${length} bytes`);
    for (const added of [1, 8, 100]) assert.equal(decoded(Buffer.concat([bytes, Buffer.alloc(added, ' ')])), undefined, `${added} bytes more`);
  });
});

test('numbers of two bytes are read as float32, exactly', () => {
  const read = (dtype: string, halves: number[]) => {
    const data = new Uint8Array(Uint16Array.from(halves).buffer);
    const { tensors } = decodeTensors(fileOf({ a: { dtype, shape: [halves.length], data_offsets: [0, data.length] } }, data), 'file');
    return tensors.get('a')!;
  };
  const half = read('F16', [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x83ff, 0x0000, 0x7c00, 0xfc00, 0x7e00]);
  assert.deepEqual([...(half.values as Float32Array)], [1, -2, 65504, 2 ** -14, 2 ** -24, -1023 * 2 ** -24, 0, Infinity, -Infinity, NaN]);
  const brain = read('BF16', [0x3f80, 0xc000, 0x4049, 0x0001, 0x7f80, 0x7fc0]);
  assert.deepEqual([...(brain.values as Float32Array)], [1, -2, 3.140625, 2 ** -133, Infinity, NaN]);
  assert.deepEqual([half.type, brain.type], ['float16', 'bfloat16']);
});

test('float16 is written as the nearest float16, and comes back as it was', () => {
  const values = Float32Array.of(1 + 2 ** -11, 1 + 3 * 2 ** -11, 0.1, 65504, 65520, 2 ** -25, -1e-9, 2 ** -24);
  const written = encodeTensors({ tensors: new Map([['a', { shape: [8], values, type: 'float16' }], ['b', { shape: [1], values: Float32Array.of(0.1) }]]), metadata: new Map() }, 'file');
  const { tensors } = decodeTensors(written, 'file');
  // Ties go to the even number; 0.1 is 1638 · 2⁻¹⁴, by NumPy's float16.
  assert.deepEqual([...(tensors.get('a')!.values as Float32Array)], [1, 1 + 2 ** -9, 1638 * 2 ** -14, 65504, Infinity, 0, -0, 2 ** -24]);
  assert.equal((tensors.get('b')!.values as Float32Array)[0], Math.fround(0.1));
  assert.deepEqual(encodeTensors({ tensors, metadata: new Map() }, 'file'), written);
});

describe('a malformed file is a named error:', () => {
  const four = new Uint8Array(4);
  const tensor = { dtype: 'F32', shape: [1], data_offsets: [0, 4] };
  const twoFours = new Uint8Array(8);
  const cases: [name: string, bytes: Uint8Array, problem: RegExp][] = [
    ['empty', new Uint8Array(), /has 0 bytes, too few/],
    ['a header longer than the file', Buffer.concat([Buffer.from([255, 255, 255, 255, 255, 255, 255, 255]), four]), /header would have 18446744073709551615 bytes, at most 4/],
    ['a header without end', fileOf('{"x":'), /damaged header/],
    ['a header that is a list', fileOf('[]'), /no JSON object/],
    ['a header after a space', fileOf(' {}'), /no JSON object/],
    ['a header that is no UTF-8', Buffer.concat([Buffer.from([4, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0x7b, 0x22, 0xff, 0x7d])]), /damaged header/],
    ['a tensor twice', fileOf(`{"a":${JSON.stringify(tensor)},"a":${JSON.stringify(tensor)}}`, four), /says "a" twice/],
    ['a tensor twice, once escaped', fileOf(`{"a":${JSON.stringify(tensor)},"\\u0061":${JSON.stringify(tensor)}}`, four), /says "a" twice/],
    ['a field twice', fileOf('{"a":{"dtype":"F32","shape":[1],"shape":[1],"data_offsets":[0,4]}}', four), /says "shape" twice/],
    ['a metadata text twice', fileOf('{"__metadata__":{"a":"1","a":"2"}}'), /says "a" twice/],
    ['metadata that are numbers', fileOf({ __metadata__: { a: 1 } }), /metadata that are not all texts/],
    ['metadata that are a list', fileOf({ __metadata__: ['a'] }), /metadata that are not all texts/],
    ['the name __proto__', fileOf('{"__proto__":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}', four), /reserved/],
    ['the name constructor', fileOf({ constructor: tensor }, four), /reserved/],
    ['no type', fileOf({ a: { ...tensor, dtype: undefined } }, four), /damaged header \(tensor "a"/],
    ['an unknown field', fileOf({ a: { ...tensor, extra: 1 } }, four), /damaged header \(tensor "a"/],
    ['eight bits', fileOf({ a: { ...tensor, dtype: 'F8_E4M3', shape: [4] } }, four), /"F8_E4M3" numbers in "a".*: export it again in float32 \(PyTorch: network\.float\(\)\)\.$/],
    ['a type by an inherited name', fileOf({ a: { ...tensor, dtype: 'toString' } }, four), /"toString" numbers/],
    ['a shape that is no list', fileOf({ a: { ...tensor, shape: 1 } }, four), /damaged header/],
    ['a negative length', fileOf({ a: { ...tensor, shape: [-1] } }, four), /damaged header/],
    ['a fractional length', fileOf({ a: { ...tensor, shape: [1.5] } }, four), /damaged header/],
    ['an absurd length', fileOf('{"a":{"dtype":"F32","shape":[1e300],"data_offsets":[0,4]}}', four), /damaged header/],
    ['absurd lengths whose product overflows', fileOf({ a: { ...tensor, shape: Array(100).fill(9007199254740991) } }, four), /cannot lie in bytes 0 to 4/],
    ['an absurd end', fileOf({ a: { ...tensor, shape: [2 ** 50], data_offsets: [0, 2 ** 52] } }, four), /is cut short/],
    ['offsets for another shape', fileOf({ a: { ...tensor, shape: [2] } }, four), /cannot lie in bytes 0 to 4/],
    ['an end before its start', fileOf({ a: { ...tensor, data_offsets: [4, 0] } }, four), /cannot lie in bytes 4 to 0/],
    ['three offsets', fileOf({ a: { ...tensor, data_offsets: [0, 4, 8] } }, four), /damaged header/],
    ['tensors on top of each other', fileOf({ a: tensor, b: tensor }, four), /"b" begins at byte 0, within/],
    ['tensors that overlap in part', fileOf({ a: tensor, b: { ...tensor, data_offsets: [2, 6] } }, twoFours), /"b" begins at byte 2, within/],
    ['a hole', fileOf({ a: tensor, b: { ...tensor, data_offsets: [5, 9] } }, new Uint8Array(9)), /"b" begins at byte 5, apart/],
    ['a hole in front', fileOf({ a: { ...tensor, data_offsets: [4, 8] } }, twoFours), /"a" begins at byte 4, apart/],
    ['bytes after the last tensor', fileOf({ a: tensor }, twoFours), /4 bytes after its last tensor/],
    ['bytes and no tensor', fileOf({}, four), /4 bytes after its last tensor/],
    ['a wrong checksum', fileOf({ __metadata__: { sha256: 'no' }, a: tensor }, four), /checksum/],
  ];
  for (const [name, bytes, problem] of cases) {
    test(name, () => {
      assert.throws(() => decodeTensors(bytes, 'file'), (error) => error instanceof WeightsError && problem.test(error.message));
      assert.equal(({} as { dtype?: string }).dtype, undefined, 'no object got a field');
    });
  }

  test('what is no safetensors file is told apart, with what to do', () => {
    const begin = (...start: (number | string)[]) => Buffer.concat([...start.map((part) => (typeof part === 'number' ? Buffer.of(part) : Buffer.from(part))), Buffer.alloc(100)]);
    const foreign: [start: Uint8Array, message: RegExp][] = [
      [begin('version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12\n'), /net\.th is a pointer of Git LFS, .*: fetch the file with "git lfs pull"\.$/],
      [begin('<!DOCTYPE html>\n<html>'), /is a web page/],
      [begin('\n<html lang="en">'), /is a web page/],
      [begin('PK\u0003\u0004'), /is a zip archive, as PyTorch saves weights .*three lines of Python/],
      [begin(0x80, 2, 0x8a), /is a pickle, .*three lines of Python[^]*torch\.load\("net\.th", .*[^]*"net\.th\.safetensors"\)$/],
      [begin(0x89, 'HDF\r\n'), /is an HDF5 file/],
      [begin(0x1f, 0x8b, 8), /is packed by gzip/],
    ];
    for (const [start, message] of foreign) assert.throws(() => decodeTensors(start, '/x/net.th'), (error) => error instanceof WeightsError && message.test(error.message));
  });

  test('a long or hostile name is shown quoted and cut', () => {
    const name = `\u001b[31m${'x'.repeat(1000)}`;
    assert.throws(() => decodeTensors(fileOf({ [name]: tensor }, twoFours), 'file'), (error) => {
      return error instanceof WeightsError && error.message.length < 300;
    });
    assert.throws(() => decodeTensors(fileOf({ [name]: {} }), 'file'), (error) => error instanceof WeightsError && !error.message.includes('\u001b'));
  });
});

test('a file that is missing, a folder, or unreadable is a named error', async (context) => {
  const folder = await scratchFolder(context);
  await assert.rejects(readTensors(join(folder, 'none')), { message: `${join(folder, 'none')} is missing: give the path of a safetensors file that can be read.` });
  await assert.rejects(readTensors(folder), { message: `${folder} is no regular file: give the path of a safetensors file that can be read.` });
  if (process.getuid?.() !== 0) {
    const secret = join(folder, 'secret');
    await writeFile(secret, 'x');
    await chmod(secret, 0);
    await assert.rejects(readTensors(secret), /cannot be read \(this user may not do so\)/);
  }
});
