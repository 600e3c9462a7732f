import type { Dataset, ImageSet } from '../../src/data/dataset';
import { generator } from '../../src/data/random';

const SIDE = 6;

/** The six pairs of four classes. */
const PAIRS = [[0, 1], [2, 0], [0, 3], [1, 2], [3, 1], [2, 3]] as const;

/** Images with a bright bar in the columns of two of four classes, on noise. */
function bars(size: number, stream: string): ImageSet {
  const random = generator(0, stream);
  const classes = Array.from({ length: size }, (_, n) => PAIRS[n % PAIRS.length]!);
  const images = Uint8Array.from({ length: size * SIDE * SIDE }, (_, at) => {
    const [n, column] = [Math.floor(at / (SIDE * SIDE)), at % SIDE];
    return random.integer(150) + (classes[n]!.some((one) => one === column) ? 100 : 0);
  });
  return { images, labels: Uint8Array.from(classes.flat()), size, shape: [SIDE, SIDE, 1] };
}

/** A task of two classes an image, of four. */
export const severalClassesData: Dataset = {
  name: 'pairs of bars',
  classes: ['first', 'second', 'third', 'fourth'],
  train: bars(96, 'train'),
  test: bars(60, 'test'),
  mean: [0.4],
  standardDeviation: [0.2],
  provenance: { source: 'made by test/objectives/several-classes-data.ts', sha256: {} },
};
