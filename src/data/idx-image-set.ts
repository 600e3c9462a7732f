import { DataError, type FileOrigin } from './data-error';
import type { DataFiles } from './data-files';
import type { ImageSet } from './dataset';
import { parseIdx } from './idx';

/** One idx file of a set: its official name and dimensions. */
export interface IdxFile {
  readonly name: string;
  readonly dimensions: readonly number[];
}

/** Size of an idx file of unsigned bytes. */
export function idxBytes(dimensions: readonly number[]): number {
  return 4 + 4 * dimensions.length + dimensions.reduce((product, length) => product * length, 1);
}

/**
 * Reads grey-level images and their labels from a pair of idx files.
 *
 * @param classes - how many classes there are: labels go from 0 to classes - 1
 * @throws DataError for any file that does not hold exactly the official data
 */
export async function readIdxImageSet(files: DataFiles, images: IdxFile, labels: IdxFile, classes: number): Promise<ImageSet> {
  const [size, height, width] = images.dimensions;
  if (size === undefined || height === undefined || width === undefined || labels.dimensions[0] !== size) {
    throw new RangeError('Images of [n, height, width] and labels of [n] are needed.');
  }
  const pixels = await files.read(images.name, (bytes, origin) => parseIdx(bytes, images.dimensions, origin).values);
  const numbers = await files.read(labels.name, (bytes, origin) => {
    const { values } = parseIdx(bytes, labels.dimensions, origin);
    checkLabels(values, classes, origin);
    return values;
  });
  return { images: pixels, labels: numbers, size, shape: [height, width, 1] };
}

function checkLabels(labels: Uint8Array, classes: number, origin: FileOrigin): void {
  const at = labels.findIndex((label) => label >= classes);
  if (at >= 0) throw new DataError(origin, `gives image ${at} the label ${labels[at]!}, but labels go from 0 to ${classes - 1}`);
}
