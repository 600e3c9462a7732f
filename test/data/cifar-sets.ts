import type { CifarSet, RecordsFile } from '../../src/data/cifar';
import { type RecordLabels, recordBytes } from '../../src/data/cifar-records';
import { sha256 } from '../../src/data/checksum';
import { pictureOfRecords, type RecordPicture } from '../../src/data/record-picture';

/** The byte of a channel at a pixel of an image, by a rule that tells all places of a record apart. */
export function pixelValue(image: number, channel: number, y: number, x: number): number {
  return (image * 31 + channel * 85 + y * 7 + x * 3) % 256;
}

/** Records as the official binary versions have them: labels, then planes of red, green and blue, rows first. */
export function makeRecords(labels: readonly (readonly number[])[], firstImage = 0): Buffer {
  const records = labels.map((bytes, index) => {
    const planes = [0, 1, 2].flatMap((channel) =>
      Array.from({ length: 1024 }, (_, pixel) => pixelValue(firstImage + index, channel, Math.floor(pixel / 32), pixel % 32)),
    );
    return Buffer.from([...bytes, ...planes]);
  });
  return Buffer.concat(records);
}

/** @see {@link smallCifar} */
export interface SmallCifar {
  readonly set: CifarSet;
  readonly files: Readonly<Record<'one.bin' | 'two.bin' | 'test.bin' | 'names.txt', Buffer>>;
  /** Of the samples: the second training batch and the test images. */
  readonly pictures: Readonly<Record<'two.bin' | 'test.bin', RecordPicture>>;
}

/** A set like CIFAR-100, of two training batches of 100 images and 100 test images: its definition and its files. */
export async function smallCifar(): Promise<SmallCifar> {
  const labels: RecordLabels = [2, 3];
  const batch = (first: number): Buffer => makeRecords(Array.from({ length: 100 }, (_, index) => [index % 2, (first + index) % 3]), first);
  const files = { 'one.bin': batch(0), 'two.bin': batch(100), 'test.bin': batch(200), 'names.txt': Buffer.from('ant\nbee\ncat\n') };
  const pictures = { 'two.bin': await pictureOfRecords(files['two.bin'], 2), 'test.bin': await pictureOfRecords(files['test.bin'], 2) };
  const file = (name: 'one.bin' | 'two.bin' | 'test.bin'): RecordsFile => ({
    name,
    records: files[name].length / recordBytes(labels),
    known: [{ sha256: sha256(files[name]) }],
  });
  const set: CifarSet = {
    name: 'small-cifar',
    title: 'Small CIFAR',
    labels,
    train: [file('one.bin'), file('two.bin')],
    test: file('test.bin'),
    classNames: { name: 'names.txt', known: [{ sha256: sha256(files['names.txt']) }] },
    archive: { name: 'small.tar.gz', bytes: 0, md5: '', folder: 'small-binary' },
    python: { archive: 'small-python.tar.gz', folder: 'small-python', labels: ['coarse_labels', 'fine_labels'], classNames: { file: 'meta', key: 'fine_label_names' } },
    parents: ['SMALL'],
    sample: {
      train: { ...file('two.bin'), name: 'the sample of two.bin', copy: 'train.webp', picture: sha256(pictures['two.bin'].picture) },
      test: { ...file('test.bin'), name: 'the sample of test.bin', copy: 'test.webp', picture: sha256(pictures['test.bin'].picture) },
    },
    mean: [0.5, 0.5, 0.5],
    standardDeviation: [0.25, 0.25, 0.25],
  };
  return { set, files, pictures };
}
