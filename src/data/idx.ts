import { DataError, type FileOrigin } from './data-error';

/** An array of unsigned bytes in the idx format of the MNIST files, last dimension fastest. */
export interface IdxArray {
  readonly dimensions: readonly number[];
  readonly values: Uint8Array;
}

const unsignedByte = 0x08;

/**
 * Reads an idx file: two zero bytes, the type of the values, the number of dimensions, each dimension as a big-endian
 * 32-bit number, then the values.
 *
 * @param dimensions - what the file must hold, e.g. [60000, 28, 28]
 * @throws DataError if the file is of another kind or type, has other dimensions, is cut short, or has bytes too many
 */
export function parseIdx(bytes: Uint8Array, dimensions: readonly number[], origin: FileOrigin): IdxArray {
  const fail = (problem: string): never => {
    throw new DataError(origin, problem);
  };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerBytes = 4 + 4 * dimensions.length;
  if (bytes.length < headerBytes) fail(`is cut short (${bytes.length} bytes do not even hold its header of ${headerBytes})`);

  const magic = view.getUint32(0);
  const expectedMagic = (unsignedByte << 8) | dimensions.length;
  if (magic !== expectedMagic) {
    fail(`is not an idx file of unsigned bytes in ${dimensions.length} dimensions (magic number ${hex(magic)} instead of ${hex(expectedMagic)})`);
  }
  const found = dimensions.map((_, axis) => view.getUint32(4 + 4 * axis));
  if (found.some((length, axis) => length !== dimensions[axis])) {
    fail(`has the dimensions ${found.join(' × ')} instead of ${dimensions.join(' × ')}`);
  }
  const expectedBytes = headerBytes + dimensions.reduce((product, length) => product * length, 1);
  if (bytes.length < expectedBytes) fail(`is cut short (${bytes.length} bytes of ${expectedBytes})`);
  if (bytes.length > expectedBytes) fail(`has ${bytes.length - expectedBytes} bytes too many (${bytes.length} instead of ${expectedBytes})`);
  return { dimensions, values: bytes.subarray(headerBytes) };
}

function hex(magic: number): string {
  return `0x${magic.toString(16).padStart(8, '0')}`;
}
