import { TASK_FACTS } from '../data/task';
import { namedNetwork } from '../networks/named-networks';
import type { Experiment } from './experiment';
import type { Preset } from './presets';
import { regularizationExperiment } from './regularization';
import type { Size } from './settings';
import { smallNetwork } from './small-network';

const { shape, classes, trainImages, testImages } = TASK_FACTS.mnist;

/** All settings are ours: the text of LPK24 that we have gives none. */
const SIZES: Readonly<Record<Preset, Size>> = {
  smoke: {
    trainImages: 640,
    testImages: 200,
    network: smallNetwork({ input: shape, classes, channels: [4, 8], blocks: 2, stride: 2 }),
    training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.1 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['sensitivity'],
    ofOrdinary: ['images', 'blocks'],
  },
  quick: {
    trainImages: 3_840,
    testImages: 500,
    network: smallNetwork({ input: shape, classes, channels: [8, 16], blocks: 4, stride: 4 }),
    training: { epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.2 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['sensitivity'],
    ofOrdinary: ['images'],
  },
  laptop: {
    trainImages,
    testImages,
    network: smallNetwork({ input: shape, classes, channels: [12, 24], blocks: 4, stride: 4 }),
    training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.2 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['images', 'blocks', 'sensitivity'],
  },
  paper: {
    trainImages,
    testImages,
    network: { ...namedNetwork('resnet-32', classes), input: [...shape], headPool: 'global' },
    training: { epochs: 200, batchSize: 128, learningRate: { kind: 'oneCycle', peak: 0.1 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['images', 'blocks', 'sensitivity'],
  },
};

/**
 * LPK24 on MNIST at a preset's size.
 * @throws RangeError that lists the presets when it is unknown
 */
export function mnistExperiment(preset: string): Experiment {
  return regularizationExperiment('mnist', 'MNIST', preset, SIZES);
}
