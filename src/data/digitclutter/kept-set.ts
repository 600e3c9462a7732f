import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { writeWhole } from '../../files/write-whole';
import { sha256 } from '../checksum';
import { errorCode } from '../data-error';
import type { ImageSet } from '../dataset';

/** Hexadecimal digits of the checksum that a file begins with. */
const CHECKSUM = 64;

/**
 * A set from its file, or made and kept there for the next time. The file is a SHA-256 of the rest, the labels and the pixels; one that is
 * damaged counts as none, and a disk that takes no file is no reason to fail.
 * @param layout what the set has besides its bytes
 */
export async function keptSet(path: string, layout: Pick<ImageSet, 'size' | 'shape'> & { readonly labels: number }, make: () => Promise<ImageSet>): Promise<ImageSet> {
  const { size, shape } = layout;
  const bytes = await readFile(path).catch((error: unknown) => {
    if (errorCode(error) === undefined) throw error;
    return Buffer.alloc(0);
  });
  const labels = size * layout.labels;
  const content = bytes.subarray(CHECKSUM);
  if (content.length === labels + size * shape[0] * shape[1] * shape[2] && bytes.subarray(0, CHECKSUM).toString('latin1') === sha256(content)) {
    return { labels: content.subarray(0, labels), images: content.subarray(labels), size, shape };
  }
  const set = await make();
  const made = Buffer.concat([Uint8Array.from(set.labels), set.images]);
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeWhole(path, Buffer.concat([Buffer.from(sha256(made)), made]));
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
  }
  return set;
}
