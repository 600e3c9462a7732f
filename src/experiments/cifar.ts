import { TASK_FACTS } from '../data/task';
import { namedNetwork } from '../networks/named-networks';
import type { Experiment } from './experiment';
import type { Preset } from './presets';
import { regularizationExperiment } from './regularization';
import type { Size } from './settings';
import { smallNetwork } from './small-network';

/** Flips are JAB18's (stated), the 4 pixels ours: it does not say by how many its images are moved. */
export const FLIPS_AND_TRANSLATIONS = { horizontalFlip: true, translation: 4 };

/** All settings are ours: the text of LPK24 that we have gives none. `smoke` and `quick` need the repository's sample only. */
function sizes(task: 'cifar-10' | 'cifar-100'): Readonly<Record<Preset, Size>> {
  const { shape, classes, trainImages, testImages } = TASK_FACTS[task];
  return {
    smoke: {
      trainImages: 640,
      testImages: 200,
      network: smallNetwork({ input: shape, classes, channels: [4, 8], blocks: 2, stride: 4 }),
      training: { epochs: 1, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.1 } },
      recordsPerEpoch: 1,
      measurements: ['indices'],
      ofOrdinary: ['images', 'blocks'],
    },
    quick: {
      trainImages: 5_000,
      testImages: 500,
      network: smallNetwork({ input: shape, classes, channels: [12, 24], blocks: 4, stride: 4 }),
      training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.2 } },
      recordsPerEpoch: 1,
      measurements: ['indices'],
      // One task suffices to see all that is measured of ordinary networks.
      ...(task === 'cifar-10' && { ofOrdinary: ['images', 'blocks'] }),
    },
    laptop: {
      trainImages,
      testImages,
      network: smallNetwork({ input: shape, classes, channels: [16, 32], blocks: 4, stride: 4 }),
      training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.2 }, augmentation: { horizontalFlip: true, translation: 0 } },
      recordsPerEpoch: 1,
      measurements: ['indices'],
      ofStandard: ['images', 'blocks', 'sensitivity'],
    },
    paper: {
      trainImages,
      testImages,
      network: namedNetwork('resnet-32', classes),
      training: { epochs: 200, batchSize: 128, learningRate: { kind: 'oneCycle', peak: 0.1 }, augmentation: FLIPS_AND_TRANSLATIONS },
      recordsPerEpoch: 1,
      measurements: ['indices'],
      ofStandard: ['images', 'blocks', 'sensitivity'],
    },
  };
}

/**
 * LPK24 on CIFAR-10 at a preset's size.
 * @throws RangeError that lists the presets when it is unknown
 */
export function cifar10Experiment(preset: string): Experiment {
  return regularizationExperiment('cifar-10', 'CIFAR-10', preset, sizes('cifar-10'));
}

/**
 * LPK24 on CIFAR-100 at a preset's size.
 * @throws RangeError that lists the presets when it is unknown
 */
export function cifar100Experiment(preset: string): Experiment {
  return regularizationExperiment('cifar-100', 'CIFAR-100', preset, sizes('cifar-100'));
}
