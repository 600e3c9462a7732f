import { checkSha256 } from './checksum';
import { DataError, type FileOrigin } from './data-error';
import type { ImageSet } from './dataset';
import { parseIdx } from './idx';
import { readDataFile } from './read-file';

/** One official idx file: its dimensions and the SHA-256 of its content (not of the .gz around it). */
export interface IdxFile {
  readonly dimensions: readonly number[];
  readonly sha256: string;
}

/** An official idx file and where its copy lies. */
export interface LocatedIdxFile extends IdxFile {
  readonly origin: FileOrigin;
}

/**
 * Reads grey-level images and their labels from a pair of idx files, packed or not.
 *
 * @param classes - how many classes there are: labels go from 0 to classes - 1
 * @throws DataError for any file that does not hold exactly the official data
 */
export async function readIdxImageSet(images: LocatedIdxFile, labels: LocatedIdxFile, classes: number): Promise<ImageSet> {
  const [size, height, width] = images.dimensions;
  if (size === undefined || height === undefined || width === undefined || labels.dimensions[0] !== size) {
    throw new RangeError('Images of [n, height, width] and labels of [n] are needed.');
  }
  const pixels = await readIdx(images);
  const numbers = await readIdx(labels, (values) => checkLabels(values, classes, labels.origin));
  return { images: pixels, labels: numbers, size, shape: [height, width, 1] };
}

/** The checksum comes last: it finds every difference, but the checks before it can say which. */
async function readIdx(file: LocatedIdxFile, check?: (values: Uint8Array) => void): Promise<Uint8Array> {
  const maximumBytes = 4 + 4 * file.dimensions.length + file.dimensions.reduce((product, length) => product * length, 1);
  const bytes = await readDataFile(file.origin, maximumBytes);
  const { values } = parseIdx(bytes, file.dimensions, file.origin);
  check?.(values);
  checkSha256(bytes, file.sha256, file.origin);
  return values;
}

function checkLabels(labels: Uint8Array, classes: number, origin: FileOrigin): void {
  const at = labels.findIndex((label) => label >= classes);
  if (at >= 0) throw new DataError(origin, `gives image ${at} the label ${labels[at]!}, but labels go from 0 to ${classes - 1}`);
}
