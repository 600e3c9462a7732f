import { createCanvas, type Image, ImageData, loadImage } from '@napi-rs/canvas';
import { CIFAR_SIDE as side } from './cifar-records';
import { identify } from './checksum';
import { DataError, type FileOrigin } from './data-error';
import { readDataFile } from './read-file';

const columns = 100;
const plane = side * side;

/** Records as a picture of their images, 100 in a row, and their labels: 0.6 times the size of the records packed by gzip. */
export interface RecordPicture {
  /** Lossless WebP. */
  readonly picture: Uint8Array;
  /** [records, label bytes of a record] */
  readonly labels: Uint8Array;
}

/**
 * Packs CIFAR records.
 *
 * @param labelBytes - of a record
 * @throws RangeError if `records` are not whole rows of 100
 */
export async function pictureOfRecords(records: Uint8Array, labelBytes: number): Promise<RecordPicture> {
  const length = labelBytes + 3 * plane;
  const rows = records.length / length / columns;
  if (!Number.isInteger(rows) || rows < 1) throw new RangeError(`${records.length} bytes are not whole rows of ${columns} records of ${length} bytes.`);
  const image = new ImageData(columns * side, rows * side);
  const labels = new Uint8Array(rows * columns * labelBytes);
  for (let index = 0; index < rows * columns; index++) {
    const record = records.subarray(index * length, (index + 1) * length);
    labels.set(record.subarray(0, labelBytes), index * labelBytes);
    eachPixel(index, (pixel, at) => {
      for (let channel = 0; channel < 3; channel++) image.data[at + channel] = record[labelBytes + channel * plane + pixel]!;
      image.data[at + 3] = 255;
    });
  }
  const canvas = createCanvas(image.width, image.height);
  canvas.getContext('2d').putImageData(image, 0, 0);
  // At quality 100 this encoder is lossless.
  return { picture: await canvas.encode('webp', 100), labels };
}

/**
 * Reads what {@link pictureOfRecords} packed: the picture, and its labels from the file of that name with the ending .labels.
 *
 * @param pictureSha256 - of the picture file: checked before it is decoded, because the decoder does not withstand damaged ones
 * @throws DataError if one of the two files is missing or another
 */
export async function readRecordPicture(origin: FileOrigin, pictureSha256: string): Promise<Uint8Array> {
  const picture = await readDataFile(origin, Infinity);
  identify(picture, [{ sha256: pictureSha256 }], origin);
  const labelOrigin = { ...origin, path: origin.path.replace(/\.webp$/, '.labels') };
  const labels = await readDataFile(labelOrigin, Infinity);
  const image = await loadImage(picture);
  const count = (image.width * image.height) / plane;
  const labelBytes = labels.length / count;
  if (!Number.isInteger(labelBytes)) throw new DataError(labelOrigin, `does not hold the labels of ${count} images (${labels.length} bytes)`);
  return recordsOf(pixelsOf(image), labels, count);
}

function recordsOf(pixels: Uint8ClampedArray, labels: Uint8Array, count: number): Uint8Array {
  const labelBytes = labels.length / count;
  const length = labelBytes + 3 * plane;
  const records = new Uint8Array(count * length);
  for (let index = 0; index < count; index++) {
    const record = records.subarray(index * length, (index + 1) * length);
    record.set(labels.subarray(index * labelBytes, (index + 1) * labelBytes));
    eachPixel(index, (pixel, at) => {
      for (let channel = 0; channel < 3; channel++) record[labelBytes + channel * plane + pixel] = pixels[at + channel]!;
    });
  }
  return records;
}

function pixelsOf(image: Image): Uint8ClampedArray {
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, image.width, image.height).data;
}

/** Calls `visit` with each pixel of an image, and where its four values are in the picture. */
function eachPixel(index: number, visit: (pixel: number, at: number) => void): void {
  const top = Math.floor(index / columns) * side;
  const left = (index % columns) * side;
  for (let pixel = 0; pixel < plane; pixel++) {
    visit(pixel, 4 * ((top + Math.floor(pixel / side)) * columns * side + left + (pixel % side)));
  }
}
