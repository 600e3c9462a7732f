import { generator } from '../../src/data/random';
import type { Dataset, ImageSet } from '../../src/data/dataset';
import type { NetworkInput } from '../../src/networks/definition';

/** Side of the small images. */
const SIDE = 6;

/** Images whose class is the row (0 to 2) of a bright bar on noise. */
function bars(size: number, stream: string): ImageSet {
  const random = generator(0, stream);
  const labels = Uint8Array.from({ length: size }, (_, n) => n % 3);
  const images = Uint8Array.from({ length: size * SIDE * SIDE }, (_, at) => {
    const [n, row] = [Math.floor(at / (SIDE * SIDE)), Math.floor(at / SIDE) % SIDE];
    return random.integer(190) + (Math.floor(row / 2) === labels[n] ? 60 : 0);
  });
  return { images, labels, size, shape: [SIDE, SIDE, 1] };
}

/** A task of three classes that a small network learns within seconds. */
export const smallData: Dataset = {
  name: 'bars',
  classes: ['top', 'middle', 'bottom'],
  train: bars(96, 'train'),
  test: bars(60, 'test'),
  mean: [0.45],
  standardDeviation: [0.2],
  provenance: { source: 'made by test/training/small-data.ts', sha256: {} },
};

/** A network of two stages of three blocks for it. */
export const smallNetwork: NetworkInput = {
  input: [SIDE, SIDE, 1],
  classes: 3,
  groups: 2,
  stages: [
    { transition: { kind: 'convolution', channels: 4 }, blocks: 3 },
    { transition: { kind: 'residual', channels: 4 }, blocks: 3 },
  ],
};
