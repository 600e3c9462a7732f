import { createHash } from 'node:crypto';
import { DataError, type FileOrigin } from './data-error';

/** How many images are not pixel by pixel those of the official set. */
export interface LossyImages {
  readonly train: number;
  readonly test: number;
}

/** A content that a data file may have: the official one, or a known one in which some images are lossy. */
export interface KnownContent {
  readonly sha256: string;
  readonly lossy?: LossyImages;
}

/** SHA-256 in lower-case hexadecimal digits. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * Tells which of the known contents `bytes` are, and refuses bytes that are none of them.
 *
 * @throws DataError
 */
export function identify(bytes: Uint8Array, known: readonly KnownContent[], origin: FileOrigin): KnownContent {
  const actual = sha256(bytes);
  const content = known.find((other) => other.sha256 === actual);
  if (content !== undefined) return content;
  const expected = known.map((other) => `${other.sha256.slice(0, 12)}…`).join(' or ');
  throw new DataError(origin, `does not hold the official data (SHA-256 ${actual.slice(0, 12)}… instead of ${expected})`);
}
