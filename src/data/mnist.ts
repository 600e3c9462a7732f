import type { DatasetDefinition, OfficialFile } from './definition';
import type { RemoteFile } from './download';
import { idxBytes, type IdxFile, readIdxImageSet } from './idx-image-set';

/** SHA-256 of the content; MD5 and size of the .gz that the set's hosts publish. */
interface MnistFile extends IdxFile {
  readonly sha256: string;
  readonly packed: { readonly bytes: number; readonly md5: string };
}

const trainImages: MnistFile = {
  name: 'train-images-idx3-ubyte',
  dimensions: [60000, 28, 28],
  sha256: 'ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db',
  packed: { bytes: 9912422, md5: 'f68b3c2dcbeaaa9fbdd348bbdeb94873' },
};
const trainLabels: MnistFile = {
  name: 'train-labels-idx1-ubyte',
  dimensions: [60000],
  sha256: '65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5',
  packed: { bytes: 28881, md5: 'd53e105ee54ea40749a09fcbcd1e9432' },
};
const testImages: MnistFile = {
  name: 't10k-images-idx3-ubyte',
  dimensions: [10000, 28, 28],
  sha256: '0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7',
  packed: { bytes: 1648877, md5: '9fb629c4189551a2d022fa330f9573f3' },
};
const testLabels: MnistFile = {
  name: 't10k-labels-idx1-ubyte',
  dimensions: [10000],
  sha256: 'ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2',
  packed: { bytes: 4542, md5: 'ec29112dd5afa0611ce80d1b7f02629c' },
};
const files = [trainImages, trainLabels, testImages, testLabels];

/** Mirrors of the official files first: their author's own host has refused downloads since 2024. */
const hosts = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
  'http://yann.lecun.com/exdb/mnist/',
];

/**
 * MNIST: 60,000 + 10,000 handwritten digits of 28 × 28 grey levels (LeCun, Bottou, Bengio, Haffner 1998).
 */
export const mnist: DatasetDefinition = {
  name: 'mnist',
  title: 'MNIST',
  // The second is torchvision's.
  layouts: ['mnist', 'MNIST/raw', 'MNIST', '.'],
  embedded: 'mnist',
  files: files.map(
    ({ name, dimensions, sha256 }): OfficialFile => ({
      name,
      copies: [name, name.replace('-idx', '.idx'), `${name}.gz`],
      bytes: idxBytes(dimensions),
      known: [{ sha256 }],
    }),
  ),
  downloads: files.map(
    ({ name, packed }): RemoteFile => ({
      name: `${name}.gz`,
      bytes: packed.bytes,
      checksum: { algorithm: 'md5', value: packed.md5 },
      urls: hosts.map((host) => `${host}${name}.gz`),
    }),
  ),
  read: async (located) => {
    const classes = Array.from({ length: 10 }, (_, digit) => String(digit));
    return {
      name: 'mnist',
      classes,
      train: await readIdxImageSet(located, trainImages, trainLabels, classes.length),
      test: await readIdxImageSet(located, testImages, testLabels, classes.length),
      // To four places, as commonly published.
      mean: [0.1307],
      standardDeviation: [0.3081],
    };
  },
};
