import { DataError, type FileOrigin } from './data-error';
import type { ImageSet } from './dataset';

/** Rows and columns of a CIFAR image. */
export const CIFAR_SIDE = 32;
const channels = 3;
const plane = CIFAR_SIDE * CIFAR_SIDE;

/** How many classes each of a record's labels has; the last label is the class: [10], or [20, 100] for coarse and fine. */
export type RecordLabels = readonly number[];

/** Size of one record: its labels, then 1,024 bytes each of red, green and blue, rows first. */
export function recordBytes(labels: RecordLabels): number {
  return labels.length + channels * plane;
}

/**
 * Reads records of the official binary versions of CIFAR-10 and CIFAR-100.
 *
 * @param count - how many there must be
 * @returns images of [count, 32, 32, 3]
 * @throws DataError if the size is another, or a label is not one of its classes
 */
export function parseCifarRecords(bytes: Uint8Array, count: number, labels: RecordLabels, origin: FileOrigin): ImageSet {
  const length = recordBytes(labels);
  const expected = count * length;
  if (bytes.length < expected) throw new DataError(origin, `is cut short (${bytes.length} bytes of ${expected})`);
  if (bytes.length > expected) throw new DataError(origin, `has ${bytes.length - expected} bytes too many (${bytes.length} instead of ${expected})`);
  const images = new Uint8Array(count * channels * plane);
  const classes = new Uint8Array(count);
  for (let image = 0; image < count; image++) {
    const record = bytes.subarray(image * length, (image + 1) * length);
    checkLabels(record, labels, image, origin);
    classes[image] = record[labels.length - 1]!;
    interleave(record.subarray(labels.length), images.subarray(image * channels * plane));
  }
  return { images, labels: classes, size: count, shape: [CIFAR_SIDE, CIFAR_SIDE, channels] };
}

/** Image sets of one shape, one after the other. */
export function concatenate(sets: readonly ImageSet[]): ImageSet {
  const { shape } = sets[0]!;
  const size = sets.reduce((sum, set) => sum + set.size, 0);
  return { images: joined(sets.map(({ images }) => images)), labels: joined(sets.map(({ labels }) => Uint8Array.from(labels))), size, shape };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function checkLabels(record: Uint8Array, labels: RecordLabels, image: number, origin: FileOrigin): void {
  const at = labels.findIndex((classes, place) => record[place]! >= classes);
  if (at >= 0) throw new DataError(origin, `gives image ${image} the label ${record[at]!}, but labels go from 0 to ${labels[at]! - 1}`);
}

/** Planes of [channels, height, width] as [height, width, channels]. */
function interleave(planes: Uint8Array, image: Uint8Array): void {
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < plane; pixel++) image[pixel * channels + channel] = planes[channel * plane + pixel]!;
  }
}
