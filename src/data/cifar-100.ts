import { cifarSample, fullCifar, type CifarSet } from './cifar';

/**
 * CIFAR-100: 50,000 + 10,000 colour images of 32 × 32 pixels in 100 classes (Krizhevsky 2009). The classes are the fine
 * labels; the 20 coarse ones are checked and passed over.
 */
export const cifar100Set: CifarSet = {
  name: 'cifar-100',
  title: 'CIFAR-100',
  labels: [20, 100],
  train: [{ name: 'train.bin', records: 50000, known: [{ sha256: 'f31298fc616915fa142368359df1c4ca2ae984d6915ca468b998a5ec6aeebf29' }] }],
  test: { name: 'test.bin', records: 10000, known: [{ sha256: 'd8b1e6b7b3bee4020055f0699b111f60b1af1e262aeb93a0b659061746f8224a' }] },
  classNames: { name: 'fine_label_names.txt', known: [{ sha256: '4a53f81a8af29bb6aa646bfe2c455db1b061edfde82a39c0cfc313ef536c681b' }] },
  archive: { name: 'cifar-100-binary.tar.gz', bytes: 168513733, md5: '03b5dce01913d631647c71ecec9e9cb8', folder: 'cifar-100-binary' },
  python: { archive: 'cifar-100-python.tar.gz', folder: 'cifar-100-python', labels: ['coarse_labels', 'fine_labels'], classNames: { file: 'meta', key: 'fine_label_names' } },
  parents: ['cifar-100', 'CIFAR100', 'cifar100'],
  sample: {
    train: {
      name: 'the first 5,000 records of train.bin',
      records: 5000,
      copy: 'train.webp',
      picture: 'f1c186ab816b2fa33e6292f666ab5a2b42f4752aa756ea6c5c23bbb1ddb8abdf',
      known: [{ sha256: 'a6b136872e4e920d96342d8a9bdafd50ff7726a89caa9382e33b51a488d68a50' }],
    },
    test: {
      name: 'the first 2,000 records of test.bin',
      records: 2000,
      copy: 'test.webp',
      picture: '6b7506951d0ba5440de594a60d57c0be79724dbe8f1ef5f235c97c02a3dbba80',
      known: [{ sha256: '5419f58d97533a83824ed283042264f26e366b27ca8cf0cd534501ecba669a22' }],
    },
  },
  // Of the full training set, to four places, as commonly published.
  mean: [0.5071, 0.4865, 0.4409],
  standardDeviation: [0.2673, 0.2564, 0.2762],
};

/** @see {@link cifar100Set} */
export const cifar100 = { full: fullCifar(cifar100Set), sample: cifarSample(cifar100Set) };
