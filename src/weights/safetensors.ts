import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { isSystemError, systemReason } from '../files/system-error';
import { writeWhole } from '../files/write-whole';
import { sizeOf } from '../engine/values';
import { headerText, LENGTH_BYTES, readHeader, type Entry, type Header } from './header';
import { asFloat32, float16Bytes } from './half-precision';
import { bytesOf, ELEMENT_TYPES, elementTypeOf, HALF_TYPES, isUsableName, widthOf, type StoredTensor, type TensorFile } from './tensor-file';
import { quoted, WeightsError } from './weights-error';

/** Under this name a file that the project writes keeps a checksum of all else in it; files from elsewhere have none. */
const CHECKSUM = 'sha256';

/**
 * Reads a safetensors file (<https://github.com/huggingface/safetensors>). A file that the project wrote is checked by its checksum.
 * @throws WeightsError that names the file, what is wrong with it and what to do
 */
export async function readTensors(path: string): Promise<TensorFile> {
  return decodeTensors(await readBytes(path), path);
}

/** The texts that a safetensors file says of itself; its numbers are not looked at. @throws WeightsError */
export async function readMetadata(path: string): Promise<ReadonlyMap<string, string>> {
  return readHeader(await readBytes(path), path).metadata;
}

/** Writes a safetensors file, all of it or nothing. The same tensors and metadata give the same bytes. @throws WeightsError */
export async function writeTensors(path: string, file: TensorFile): Promise<void> {
  const bytes = encodeTensors(file, path);
  try {
    await writeWhole(path, bytes);
  } catch (error) {
    throw new WeightsError(path, `could not be written (${systemReason(error)})`, 'name a place that can be written to', { cause: error });
  }
}

/** The bytes of a file of weights. @throws WeightsError */
export async function readBytes(path: string): Promise<Uint8Array> {
  const remedy = 'give the path of a safetensors file that can be read';
  try {
    if ((await stat(path)).isFile()) return await readFile(path);
  } catch (error) {
    const missing = isSystemError(error) && error.code === 'ENOENT';
    throw new WeightsError(path, missing ? 'is missing' : `cannot be read (${systemReason(error)})`, remedy, { cause: error });
  }
  throw new WeightsError(path, 'is no regular file', remedy);
}

/** The tensors in a file's bytes; each gets memory of its own. @param path names the file in errors */
export function decodeTensors(bytes: Uint8Array, path: string): TensorFile {
  const { entries, metadata, dataStart } = readHeader(bytes, path);
  const data = bytes.subarray(dataStart);
  const checksum = metadata.get(CHECKSUM);
  const rest = new Map([...metadata].filter(([name]) => name !== CHECKSUM));
  if (checksum !== undefined && checksum !== checksumOf({ entries, metadata: rest }, [data])) {
    throw new WeightsError(path, 'is damaged (its checksum is not that of its content)');
  }
  const tensors = entries.map(({ name, type, shape, start, end }): [string, StoredTensor] => {
    const { buffer } = new Uint8Array(data.subarray(start, end));
    if (type === 'F16' || type === 'BF16') return [name, { shape, values: asFloat32(new Uint16Array(buffer), type), type: HALF_TYPES[type] }];
    return [name, { shape, values: new ELEMENT_TYPES[type](buffer) }];
  });
  return { tensors: new Map(tensors), metadata: rest };
}

/** The bytes of a file. @param path names the file in errors */
export function encodeTensors({ tensors, metadata }: TensorFile, path: string): Uint8Array {
  const { entries, data } = layOut(tensors, path);
  if (metadata.has(CHECKSUM)) throw new WeightsError(path, `cannot be written with the metadata "${CHECKSUM}", which is the file's own checksum`, 'use another name');
  const checksum = checksumOf({ entries, metadata }, data);
  const header = Buffer.from(headerText({ entries, metadata: new Map([...metadata, [CHECKSUM, checksum]]) }));
  const length = Buffer.alloc(LENGTH_BYTES);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header, ...data]);
}

/** Tensors one after the other, widest elements first, so that every number is aligned, then by name. */
function layOut(tensors: TensorFile['tensors'], path: string): { entries: Entry[]; data: Uint8Array[] } {
  const laid = [...tensors].map(([name, tensor]) => ({ ...described(name, tensor, path), data: inFile(tensor) }));
  laid.sort((a, b) => widthOf(b.type) - widthOf(a.type) || (a.name < b.name ? -1 : 1));
  let end = 0;
  const entries = laid.map(({ name, type, shape, data }): Entry => ({ name, type, shape, start: end, end: (end += data.length) }));
  return { entries, data: laid.map(({ data }) => data) };
}

function described(name: string, tensor: StoredTensor, path: string): Pick<Entry, 'name' | 'type' | 'shape'> {
  const { shape, values } = tensor;
  const type = isFloat16(tensor) ? 'F16' : elementTypeOf(values);
  if (!isUsableName(name)) throw new WeightsError(path, `cannot be written with a tensor by the reserved name ${quoted(name)}`, 'use another name');
  if (type === undefined || sizeOf(shape) !== values.length) {
    throw new WeightsError(path, `cannot be written: ${quoted(name)} holds ${values.length} numbers for the shape [${shape.join()}]`, 'give it the shape of its numbers');
  }
  return { name, type, shape };
}

const isFloat16 = (tensor: StoredTensor): tensor is StoredTensor & { values: Float32Array } => tensor.type === 'float16' && tensor.values instanceof Float32Array;
const inFile = (tensor: StoredTensor): Uint8Array => (isFloat16(tensor) ? float16Bytes(tensor.values) : bytesOf(tensor.values));

/** SHA-256 of all that a file says: names, types, shapes, metadata and numbers. */
function checksumOf(header: Header, data: readonly Uint8Array[]): string {
  const hash = createHash('sha256').update(headerText(header));
  for (const part of data) hash.update(part);
  return hash.digest('hex');
}
