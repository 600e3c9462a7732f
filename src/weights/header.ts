import { z } from 'zod';
import type { Shape } from '../engine/values';
import { repeatedKey } from './repeated-key';
import { foreignFile } from './foreign-file';
import { ELEMENT_TYPES, HALF_TYPES, isUsableName, widthOf, type ElementTypeName, type HalfTypeName } from './tensor-file';
import { quoted, WeightsError } from './weights-error';

/** Where a tensor lies among the data: bytes `start` to `end` after the header. */
export interface Entry {
  readonly name: string;
  readonly type: ElementTypeName | HalfTypeName;
  readonly shape: Shape;
  readonly start: number;
  readonly end: number;
}

/** The part of a safetensors file that says what its bytes are; entries in the order of the data. */
export interface Header {
  readonly entries: readonly Entry[];
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes of the number that says how long the header is. */
export const LENGTH_BYTES = 8;
/** Of the format itself. */
const MOST_HEADER_BYTES = 100_000_000;

const METADATA = '__metadata__';
const byteCount = z.int().nonnegative();
const entrySchema = z.strictObject({ dtype: z.string(), shape: z.array(byteCount), data_offsets: z.tuple([byteCount, byteCount]) });

/**
 * The header of a file, checked against the file's size: when it returns, every tensor lies in the file, and every byte
 * of the file belongs to exactly one.
 * @throws WeightsError
 */
export function readHeader(bytes: Uint8Array, path: string): Header & { readonly dataStart: number } {
  if (bytes.length < LENGTH_BYTES) throw new WeightsError(path, `has ${bytes.length} bytes, too few for a safetensors file`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  const most = Math.min(MOST_HEADER_BYTES, bytes.length - LENGTH_BYTES);
  const foreign = length > most ? foreignFile(bytes, path) : undefined;
  if (foreign) throw new WeightsError(path, foreign.problem, foreign.remedy);
  if (length > most) throw new WeightsError(path, `is no safetensors file or is cut short (its header would have ${length} bytes, at most ${most} can be)`);
  const dataStart = LENGTH_BYTES + Number(length);
  const fields = parseFields(bytes.subarray(LENGTH_BYTES, dataStart), path);
  const metadata = readMetadata(fields.get(METADATA), path);
  fields.delete(METADATA);
  const entries = [...fields].map(([name, field]) => readEntry(name, field, path)).sort((a, b) => a.start - b.start || a.end - b.end);
  refuseGaps(entries, bytes.length - dataStart, path);
  return { entries, metadata, dataStart };
}

/** The header's text without the number before it, padded with spaces to a multiple of eight bytes so that all numbers are aligned. */
export function headerText({ entries, metadata }: Header): string {
  const sorted = [...metadata].sort(([a], [b]) => (a < b ? -1 : 1));
  const text = JSON.stringify({
    [METADATA]: Object.fromEntries(sorted),
    ...Object.fromEntries(entries.map(({ name, type, shape, start, end }) => [name, { dtype: type, shape, data_offsets: [start, end] }])),
  });
  return text + ' '.repeat(-Buffer.byteLength(text) & 7);
}

function parseFields(bytes: Uint8Array, path: string): Map<string, unknown> {
  let text: string;
  let fields: unknown;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    fields = JSON.parse(text);
  } catch (error) {
    throw new WeightsError(path, `has a damaged header (${(error as Error).message})`, undefined, { cause: error });
  }
  if (!text.startsWith('{') || typeof fields !== 'object' || fields === null) throw new WeightsError(path, 'has a header that is no JSON object');
  const repeated = repeatedKey(text);
  if (repeated !== undefined) throw new WeightsError(path, `has a header that says ${quoted(repeated)} twice`);
  return new Map(Object.entries(fields));
}

function readMetadata(field: unknown, path: string): Map<string, string> {
  const texts = field === undefined ? {} : field;
  if (typeof texts !== 'object' || texts === null || Array.isArray(texts) || !Object.values(texts).every((text) => typeof text === 'string')) {
    throw new WeightsError(path, 'has metadata that are not all texts');
  }
  return new Map(Object.entries(texts as Record<string, string>));
}

function readEntry(name: string, field: unknown, path: string): Entry {
  if (!isUsableName(name)) throw new WeightsError(path, `has a tensor by the name ${quoted(name)}, which is reserved`, 'export it again under another name');
  const parsed = entrySchema.safeParse(field);
  if (!parsed.success) throw new WeightsError(path, `has a damaged header (tensor ${quoted(name)}: ${parsed.error.issues[0]!.message})`);
  const { dtype, shape, data_offsets: [start, end] } = parsed.data;
  const types = [...Object.keys(ELEMENT_TYPES), ...Object.keys(HALF_TYPES)];
  if (!types.includes(dtype)) {
    const known = types.join(', ');
    throw new WeightsError(path, `has ${quoted(dtype)} numbers in ${quoted(name)}, where ${known} can be read`, 'export it again in float32 (PyTorch: network.float())');
  }
  const type = dtype as Entry['type'];
  const size = shape.includes(0) ? 0 : shape.reduce((product, length) => product * length, widthOf(type));
  if (end - start !== size) {
    throw new WeightsError(path, `has a damaged header (${quoted(name)}, ${type} of shape [${shape.slice(0, 8).join()}], cannot lie in bytes ${start} to ${end})`);
  }
  return { name, type, shape, start, end };
}

function refuseGaps(entries: readonly Entry[], dataLength: number, path: string): void {
  let at = 0;
  for (const { name, start, end } of entries) {
    if (end > dataLength) throw new WeightsError(path, `is cut short (${quoted(name)} would end at byte ${end} of ${dataLength})`);
    if (start !== at) throw new WeightsError(path, `has a damaged header (${quoted(name)} begins at byte ${start}, ${start < at ? 'within' : 'apart from'} what is before it)`);
    at = end;
  }
  if (at !== dataLength) throw new WeightsError(path, `has ${dataLength - at} bytes after its last tensor`);
}
