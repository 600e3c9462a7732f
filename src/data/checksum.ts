import { createHash } from 'node:crypto';
import { DataError, type FileOrigin } from './data-error';

/** SHA-256 in lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Refuses bytes that are not those of the official file.
 *
 * @throws DataError
 */
export function checkSha256(bytes: Uint8Array, expected: string, origin: FileOrigin): void {
  const actual = sha256(bytes);
  if (actual !== expected) {
    throw new DataError(origin, `does not hold the official data (SHA-256 ${actual.slice(0, 12)}… instead of ${expected.slice(0, 12)}…)`);
  }
}
