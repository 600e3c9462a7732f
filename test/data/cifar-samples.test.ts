import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { Dataset, ImageSet } from '../../src/data/dataset';
import { loadCifar10, loadCifar100 } from '../../src/data/load';
import { projectPlaces } from '../../src/data/places';

const options = { images: 'sample', places: { ...projectPlaces(), dataFolder: undefined } } as const;

/** What numpy says of the same images, read from the full files. */
interface Expected {
  readonly size: number;
  readonly firstLabels: readonly number[];
  /** How many images there are of each class. */
  readonly counts: readonly number[];
  /** Over all images: red, green, blue. */
  readonly channelSums: readonly number[];
  readonly imageSums: { readonly first: number; readonly last: number };
  /** Of the first image. */
  readonly corners: { readonly topLeft: readonly number[]; readonly topRight: readonly number[]; readonly bottomLeft: readonly number[] };
  /** Of the last image, row 17, column 5. */
  readonly pixel: readonly number[];
}

function assertIs({ images, labels, size, shape }: ImageSet, expected: Expected): void {
  assert.deepEqual([size, labels.length, images.length, ...shape], [expected.size, expected.size, expected.size * 3072, 32, 32, 3]);
  assert.deepEqual(Array.from(labels.subarray(0, 10)), expected.firstLabels);
  assert.deepEqual(expected.counts.map((_, label) => labels.filter((other) => other === label).length), expected.counts);
  const sums = [0, 0, 0];
  images.forEach((value, index) => (sums[index % 3]! += value));
  assert.deepEqual(sums, expected.channelSums);
  const sum = (image: number): number => images.subarray(image * 3072, (image + 1) * 3072).reduce((total, value) => total + value, 0);
  assert.deepEqual({ first: sum(0), last: sum(size - 1) }, expected.imageSums);
  const pixel = (image: number, y: number, x: number): number[] => Array.from(images.subarray(((image * 32 + y) * 32 + x) * 3).subarray(0, 3));
  assert.deepEqual({ topLeft: pixel(0, 0, 0), topRight: pixel(0, 0, 31), bottomLeft: pixel(0, 31, 0) }, expected.corners);
  assert.deepEqual(pixel(size - 1, 17, 5), expected.pixel);
}

describe('the sample of CIFAR-10', () => {
  let sample: Dataset;
  before(async () => {
    sample = await loadCifar10(options);
  });

  test('has the first training images of the set', () => {
    assertIs(sample.train, {
      size: 5000,
      firstLabels: [6, 9, 9, 4, 1, 1, 2, 7, 8, 3],
      counts: [505, 460, 519, 486, 519, 488, 519, 486, 520, 498],
      channelSums: [641390776, 628535772, 580296706],
      imageSums: { first: 317790, last: 239874 },
      corners: { topLeft: [59, 62, 63], topRight: [148, 124, 103], bottomLeft: [177, 144, 116] },
      pixel: [35, 26, 11],
    });
  });

  test('has the first test images of the set', () => {
    assertIs(sample.test, {
      size: 2000,
      firstLabels: [3, 8, 8, 0, 6, 6, 1, 6, 3, 1],
      counts: [196, 198, 195, 199, 198, 185, 216, 193, 217, 203],
      channelSums: [259751506, 255217076, 237868749],
      imageSums: { first: 332962, last: 549943 },
      corners: { topLeft: [158, 112, 49], topRight: [116, 85, 33], bottomLeft: [54, 107, 160] },
      pixel: [189, 145, 135],
    });
  });

  test('names its classes and says what it is, with the images in it that are lossy', () => {
    assert.deepEqual(sample.classes, ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck']);
    assert.deepEqual(sample.provenance, {
      source: 'the repository (data/cifar-10): a sample, the first 5,000 training and the first 2,000 test images',
      // Of the first bytes of the files, by sha256sum.
      sha256: {
        'the first 5,000 records of data_batch_1.bin': '423e2ed97d2c479bb495c10e08c1848cce0b14d68431d17f1afbb16a09f0f115',
        'the first 2,000 records of test_batch.bin': 'd8519e996e17e831dc4db2e2a493e357e264dea597096960643c309d43e791db',
        'batches.meta.txt': '2ce042b1e0b48db4bb214408e6414ba18b2731c24af244f2d6c112fddf31af00',
      },
      caveat: '5 images differ from the official set: they are lossy, decoded from JPEG (1 training, 4 test images).',
    });
  });
});

describe('the sample of CIFAR-100', () => {
  let sample: Dataset;
  before(async () => {
    sample = await loadCifar100(options);
  });

  test('has the first training images of the set', () => {
    assertIs(sample.train, {
      size: 5000,
      firstLabels: [19, 29, 0, 11, 1, 86, 90, 28, 23, 31],
      counts: [
        46, 44, 45, 53, 61, 53, 34, 55, 53, 38, 48, 60, 43, 42, 48, 47, 49, 34, 45, 52, 50, 51, 42, 43, 48,
        45, 49, 46, 53, 47, 53, 51, 48, 59, 49, 55, 48, 52, 54, 42, 58, 52, 57, 48, 50, 50, 47, 41, 51, 49,
        50, 58, 49, 62, 49, 51, 61, 59, 54, 52, 50, 46, 56, 65, 68, 50, 61, 53, 54, 48, 50, 65, 45, 53, 42,
        38, 45, 47, 54, 54, 59, 40, 45, 49, 55, 64, 45, 54, 42, 47, 59, 46, 44, 43, 48, 46, 43, 43, 50, 51,
      ],
      channelSums: [660240959, 634177745, 575654236],
      imageSums: { first: 424846, last: 380679 },
      corners: { topLeft: [255, 255, 255], topRight: [182, 194, 167], bottomLeft: [87, 122, 41] },
      pixel: [89, 83, 62],
    });
  });

  test('has the first test images of the set', () => {
    assertIs(sample.test, {
      size: 2000,
      firstLabels: [49, 33, 72, 51, 71, 92, 15, 14, 23, 0],
      counts: [
        20, 19, 24, 22, 14, 18, 23, 24, 21, 22, 25, 21, 24, 17, 14, 23, 21, 23, 20, 21, 20, 26, 25, 17, 20,
        23, 21, 20, 26, 22, 19, 19, 17, 24, 17, 16, 27, 24, 21, 17, 18, 22, 20, 20, 16, 20, 20, 24, 16, 21,
        17, 19, 20, 26, 21, 21, 20, 19, 20, 17, 17, 19, 16, 21, 22, 24, 20, 20, 21, 20, 17, 17, 17, 13, 11,
        10, 24, 22, 22, 18, 19, 24, 19, 23, 17, 15, 15, 14, 22, 20, 22, 20, 20, 22, 19, 19, 25, 17, 22, 21,
      ],
      channelSums: [264960238, 253272213, 229371984],
      imageSums: { first: 559205, last: 226385 },
      corners: { topLeft: [199, 215, 249], topRight: [224, 234, 252], bottomLeft: [80, 85, 118] },
      pixel: [72, 72, 69],
    });
  });

  test('names its classes and says what it is', () => {
    assert.equal(sample.classes.length, 100);
    assert.deepEqual(sample.classes.slice(0, 5), ['apple', 'aquarium_fish', 'baby', 'bear', 'beaver']);
    assert.deepEqual(sample.classes.slice(95), ['whale', 'willow_tree', 'wolf', 'woman', 'worm']);
    assert.deepEqual(sample.provenance, {
      source: 'the repository (data/cifar-100): a sample, the first 5,000 training and the first 2,000 test images',
      sha256: {
        'the first 5,000 records of train.bin': 'a6b136872e4e920d96342d8a9bdafd50ff7726a89caa9382e33b51a488d68a50',
        'the first 2,000 records of test.bin': '5419f58d97533a83824ed283042264f26e366b27ca8cf0cd534501ecba669a22',
        'fine_label_names.txt': '4a53f81a8af29bb6aa646bfe2c455db1b061edfde82a39c0cfc313ef536c681b',
      },
    });
  });
});

test('which images are loaded must be said, in a script without types too', async () => {
  const load = loadCifar10 as unknown as (options?: { readonly images: string }) => Promise<unknown>;
  await assert.rejects(load(), { message: "Say which images of cifar-10 to load: images: 'sample' or 'full' or 'best available'." });
  await assert.rejects(load({ images: 'smaple' }), { message: "Say which images of cifar-10 to load: images: 'sample' or 'full' or 'best available', not 'smaple'." });
});
