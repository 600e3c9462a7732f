import { cifarSample, fullCifar, type CifarSet, type RecordsFile } from './cifar';

/** Batch, SHA-256 of the official file, that of the copy with images that are lossy, and how many those are. */
const trainingBatches = [
  [1, 'cee916563c9f80d84e3cc88e17fdc0941787f1244f00a67874d45b261883ada5', '0def081c410489f98b3935c2d405fc7436d23377894a5d6a710ce1fad8082588', 10],
  [2, 'a591ca11fa1708a91ee40f54b3da4784ccd871ecf2137de63f51ada8b3fa57ed', 'bfb92ecee3ace02fdb768866911a0123cb3cf369e071b18c8e1be79297a35a28', 4],
  [3, 'bbe8596564c0f86427f876058170b84dac6670ddf06d79402899d93ceea26f67', '7d298dcd98c4046846584bc4628475de11ef15fa06a91d4a2fe90255da5d9137', 9],
  [4, '014e562d6e23c72197cc727519169a60359f5eccd8945ad5a09d710285ff4e48', '724fa5deb9d2eb7d4cf2ba694bfb05c8fdad0b0f6962faebae0f9648ca152579', 29],
  [5, '755304fc0b379caeae8c14f0dac912fbc7d6cd469eb67a1029a08a39453a9add', 'b86671dd42db6b72b336ab8c3342d09cf5808273bfb2413f358ca9185374369f', 24],
] as const;

/**
 * CIFAR-10: 50,000 + 10,000 colour images of 32 × 32 pixels in ten classes (Krizhevsky 2009).
 *
 * Besides the official files a reconstruction is known in which 76 training and 23 test images are decoded from JPEG
 * copies; it is read with that caveat, and the sample was taken from it. The official checksums are those in the Ruby package
 * torchvision (those it has for CIFAR-100 are of files that also have the SHA-1 in Apache MXNet).
 */
export const cifar10Set: CifarSet = {
  name: 'cifar-10',
  title: 'CIFAR-10',
  labels: [10],
  train: trainingBatches.map(
    ([batch, official, reconstruction, train]): RecordsFile => ({
      name: `data_batch_${batch}.bin`,
      records: 10000,
      known: [{ sha256: official }, { sha256: reconstruction, lossy: { train, test: 0 } }],
    }),
  ),
  test: {
    name: 'test_batch.bin',
    records: 10000,
    known: [
      { sha256: '8e2eb146ae340b09e24670f29cabc6326dba54da8789dab6768acf480273f65b' },
      { sha256: '12b72019dddc66aa680d9654ddcc864aa808e6540641e0887054d04d415d6427', lossy: { train: 0, test: 23 } },
    ],
  },
  classNames: { name: 'batches.meta.txt', known: [{ sha256: '2ce042b1e0b48db4bb214408e6414ba18b2731c24af244f2d6c112fddf31af00' }] },
  archive: { name: 'cifar-10-binary.tar.gz', bytes: 170052171, md5: 'c32a1d4ab5d03f1284b67883e8d87530', folder: 'cifar-10-batches-bin' },
  python: { archive: 'cifar-10-python.tar.gz', folder: 'cifar-10-batches-py', labels: ['labels'], classNames: { file: 'batches.meta', key: 'label_names' } },
  parents: ['cifar-10', 'CIFAR10', 'cifar10'],
  sample: {
    train: {
      name: 'the first 5,000 records of data_batch_1.bin',
      records: 5000,
      copy: 'train.webp',
      picture: '0004b10a267beeb099cef46e57b5f4af5f31eb8673aabe072c2c2609517f8132',
      known: [{ sha256: '423e2ed97d2c479bb495c10e08c1848cce0b14d68431d17f1afbb16a09f0f115', lossy: { train: 1, test: 0 } }],
    },
    test: {
      name: 'the first 2,000 records of test_batch.bin',
      records: 2000,
      copy: 'test.webp',
      picture: 'f3d66249966548aabccbcdf54a37a64e2e3a20478db49fcc8ea10710932f2de6',
      known: [{ sha256: 'd8519e996e17e831dc4db2e2a493e357e264dea597096960643c309d43e791db', lossy: { train: 0, test: 4 } }],
    },
  },
  // Of the full training set, to four places, as commonly published.
  mean: [0.4914, 0.4822, 0.4465],
  standardDeviation: [0.247, 0.2435, 0.2616],
};

/** @see {@link cifar10Set} */
export const cifar10 = { full: fullCifar(cifar10Set), sample: cifarSample(cifar10Set) };
