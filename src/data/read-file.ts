import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { gunzip, type InputType, type ZlibOptions } from 'node:zlib';
import { DataError, errorCode, type FileOrigin } from './data-error';

/** With `info`, zlib also returns its engine, which knows how many bytes of the input it used. */
interface Unpacked {
  readonly buffer: Buffer;
  readonly engine: { readonly bytesWritten: number };
}
const unpack = promisify(gunzip) as unknown as (input: InputType, options: ZlibOptions) => Promise<Unpacked>;

/**
 * The content of a data file; of one whose name ends in .gz, what is packed in it.
 *
 * @param maximumBytes - a .gz that unpacks to more is refused instead of filling the memory
 * @throws DataError if the file is missing, unreadable, or not one whole gzip stream
 */
export async function readDataFile(origin: FileOrigin, maximumBytes: number): Promise<Uint8Array> {
  let bytes: Buffer;
  try {
    bytes = await readFile(origin.path);
  } catch (error) {
    throw new DataError(origin, readProblem(error), { cause: error });
  }
  return origin.path.endsWith('.gz') ? unzip(bytes, origin, maximumBytes) : bytes;
}

async function unzip(packed: Buffer, origin: FileOrigin, maximumBytes: number): Promise<Uint8Array> {
  if (packed.length < 2 || packed.readUInt16BE(0) !== 0x1f8b) {
    throw new DataError(origin, packed.length === 0 ? 'is empty' : 'is not a gzip file, although its name ends in .gz');
  }
  let unpacked: Unpacked;
  try {
    unpacked = await unpack(packed, { info: true, maxOutputLength: maximumBytes });
  } catch (error) {
    throw new DataError(origin, gzipProblem(error, maximumBytes), { cause: error });
  }
  const extra = packed.length - unpacked.engine.bytesWritten;
  if (extra > 0) throw new DataError(origin, `has ${extra} bytes after the end of its gzip stream`);
  return unpacked.buffer;
}

function readProblem(error: unknown): string {
  const code = errorCode(error);
  if (code === 'ENOENT') return 'is missing';
  if (code === 'EISDIR') return 'is a folder where a file should be';
  return `cannot be read (${code ?? String(error)})`;
}

function gzipProblem(error: unknown, maximumBytes: number): string {
  const code = errorCode(error);
  if (code === 'Z_BUF_ERROR') return 'is cut short (its gzip stream ends too early)';
  if (code === 'ERR_BUFFER_TOO_LARGE') return `unpacks to more than the ${maximumBytes} bytes that it should hold`;
  return `is corrupted (gzip: ${error instanceof Error ? error.message : String(error)})`;
}
