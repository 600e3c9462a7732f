import { inPlace, type Placement } from './augmentation';
import { labelsPerImage, type ImageSet, type Normalization } from './dataset';
import { type NormalizationTable, normalizationTable, placeImage } from './normalize';

/** Network inputs and their labels. Its arrays are new: whoever gets them may keep or change them. */
export interface Batch {
  /** [batch, height, width, channels], normalized. */
  readonly images: Float32Array;
  readonly shape: readonly [batch: number, height: number, width: number, channels: number];
  /** [batch, n], class numbers from 0, as many of each image as its set has. */
  readonly labels: Int32Array;
  /** [batch], the images' numbers in the set they came from. */
  readonly indices: Int32Array;
}

/** Which images make a batch, and how each is placed. */
export interface BatchOrder {
  /** [batch], the images' numbers in the set */
  readonly indices: Int32Array;
  /** [batch] */
  readonly placements: readonly Placement[];
}

/**
 * The batch of the images numbered `indices`.
 *
 * @param placement - of each image, by its place in the batch
 */
export function makeBatch(set: ImageSet, table: NormalizationTable, indices: Int32Array, placement: (item: number) => Placement): Batch {
  const [height, width, channels] = set.shape;
  const imageLength = height * width * channels;
  const images = new Float32Array(indices.length * imageLength);
  for (let item = 0; item < indices.length; item++) {
    placeImage(images, item * imageLength, set.images, indices[item]! * imageLength, set.shape, table, placement(item));
  }
  const n = labelsPerImage(set);
  const labels = Int32Array.from({ length: indices.length * n }, (_, i) => set.labels[indices[Math.floor(i / n)]! * n + (i % n)]!);
  return { images, shape: [indices.length, height, width, channels], labels, indices };
}

/** Images per batch when measuring (ours; a few MB of state each, so that a whole path of states is kept). */
export const MEASURING_BATCH = 500;

/** A whole set once, in official order, as it is: for evaluation. The last batch holds what is left. */
export function* batchesInOrder(set: ImageSet, normalization: Normalization, batchSize: number): Generator<Batch, void, void> {
  if (!Number.isInteger(batchSize) || batchSize < 1) throw new RangeError(`The batch size ${batchSize} is not a whole number from 1 on.`);
  const table = normalizationTable(normalization, set.shape[2]);
  for (let start = 0; start < set.size; start += batchSize) {
    const length = Math.min(batchSize, set.size - start);
    const indices = Int32Array.from({ length }, (_, item) => start + item);
    yield makeBatch(set, table, indices, () => inPlace);
  }
}
