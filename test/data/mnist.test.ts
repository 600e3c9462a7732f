import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import type { Dataset, ImageSet } from '../../src/data/dataset';
import { loadMnist } from '../../src/data/load';
import { mnist as definition } from '../../src/data/mnist';
import { projectPlaces } from '../../src/data/places';

const places = { ...projectPlaces(), dataFolder: undefined };

function sum(values: Uint8Array): number {
  return values.reduce((total, value) => total + value, 0);
}

function image({ images }: ImageSet, index: number): Uint8Array {
  return images.subarray(index * 784, (index + 1) * 784);
}

describe('MNIST in the repository', () => {
  let mnist: Dataset;
  before(async () => {
    mnist = await loadMnist({ places });
  });

  test('has the sizes and shape of MNIST', () => {
    assert.equal(mnist.train.size, 60000);
    assert.equal(mnist.test.size, 10000);
    assert.equal(mnist.train.images.length, 60000 * 784);
    assert.equal(mnist.test.labels.length, 10000);
    assert.deepEqual(mnist.train.shape, [28, 28, 1]);
    assert.deepEqual(mnist.classes, ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']);
  });

  // The numbers of this test are numpy's, of the same files read with Python's gzip.
  test('has the labels and pixels of MNIST in their order', () => {
    assert.deepEqual(Array.from(mnist.train.labels.subarray(0, 10)), [5, 0, 4, 1, 9, 2, 1, 3, 1, 4]);
    assert.deepEqual(Array.from(mnist.test.labels.subarray(0, 10)), [7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
    const counts = (set: ImageSet): number[] => mnist.classes.map((_, label) => set.labels.filter((other) => other === label).length);
    assert.deepEqual(counts(mnist.train), [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]);
    assert.deepEqual(counts(mnist.test), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    assert.equal(sum(mnist.train.images), 1567298545);
    assert.equal(sum(mnist.test.images), 264923200);
    assert.equal(sum(image(mnist.train, 0)), 27525);
    assert.equal(sum(image(mnist.train, 59999)), 20920);
    assert.equal(sum(image(mnist.test, 0)), 18454);
    assert.equal(sum(image(mnist.test, 9999)), 41833);
  });

  test('has the mean and standard deviation that are published, to their four places', () => {
    const { images } = mnist.train;
    const mean = sum(images) / images.length;
    const squares = images.reduce((total, pixel) => total + pixel * pixel, 0) / images.length;
    const deviation = Math.sqrt(squares - mean * mean);
    // numpy: 0.1306604762738429 and 0.3081078038564627
    assert.equal((mean / 255).toFixed(12), '0.130660476274');
    assert.equal((deviation / 255).toFixed(12), '0.308107803856');
    assert.deepEqual(mnist.mean, [Number((mean / 255).toFixed(4))]);
    assert.deepEqual(mnist.standardDeviation, [Number((deviation / 255).toFixed(4))]);
  });

  test('says where it came from, with the checksum of every file', () => {
    assert.equal(mnist.name, 'mnist');
    assert.equal(mnist.provenance.source, 'the repository (data/mnist)');
    assert.deepEqual(
      mnist.provenance.sha256,
      Object.fromEntries(definition.files.map(({ name, known }) => [name, known[0]!.sha256])),
    );
    assert.equal(mnist.provenance.sha256['train-images-idx3-ubyte'], 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db');
  });
});

test('the files in the repository are those that the hosts of MNIST publish', async () => {
  // As torchvision lists them.
  const published = {
    'train-images-idx3-ubyte.gz': 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
    'train-labels-idx1-ubyte.gz': 'd53e105ee54ea40749a09fcbcd1e9432',
    't10k-images-idx3-ubyte.gz': '9fb629c4189551a2d022fa330f9573f3',
    't10k-labels-idx1-ubyte.gz': 'ec29112dd5afa0611ce80d1b7f02629c',
  };
  assert.deepEqual(Object.fromEntries(definition.downloads.map(({ name, checksum }) => [name, checksum.value])), published);
  for (const { name, bytes, checksum } of definition.downloads) {
    const packed = await readFile(join(places.repositoryFolder, 'mnist', name));
    assert.equal(packed.length, bytes);
    assert.equal(createHash('md5').update(packed).digest('hex'), checksum.value);
  }
});
