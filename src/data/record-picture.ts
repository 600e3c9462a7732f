import { createCanvas, type Image, ImageData, loadImage } from '@napi-rs/canvas';
import { CIFAR_SIDE as side } from './cifar-records';
import { DataError, type FileOrigin } from './data-error';

const columns = 100;
const plane = side * side;

/** Records as a picture of their images, 100 in a row, and a file of their labels: half the size of the records packed by gzip. */
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
 * Unpacks what {@link pictureOfRecords} packed.
 *
 * @throws DataError if the picture is none, not of whole images, larger than `maximumBytes` of records, or not of as many as there are labels
 */
export async function recordsOfPicture(picture: Buffer, labels: Uint8Array, maximumBytes: number, origin: FileOrigin): Promise<Uint8Array> {
  const image = await loadImage(picture).catch((error: unknown): never => {
    throw new DataError(origin, 'is not a picture or a damaged one', { cause: error });
  });
  const count = (image.width / side / columns) * (image.height / side) * columns;
  const labelBytes = labels.length / count;
  const length = labelBytes + 3 * plane;
  if (image.width !== columns * side || image.height % side !== 0 || !Number.isInteger(labelBytes) || labelBytes < 1) {
    throw new DataError(origin, `is a picture of ${image.width} × ${image.height} pixels, which do not make images to the ${labels.length} bytes of labels beside it`);
  }
  if (count * length > maximumBytes) throw new DataError(origin, `unpacks to more than the ${maximumBytes} bytes that it should hold`);
  const pixels = pixelsOf(image);
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
