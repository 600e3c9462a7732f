import { TASK_FACTS, type Task } from '../data/task';
import { namedNetwork } from '../networks/named-networks';
import { experimentOf, type Experiment, type PlannedRun } from './experiment';
import { presetOf, type Preset } from './presets';
import { GRIDS, REPEATED, runsOf } from './regularization';
import type { Size } from './settings';
import { smallNetwork } from './small-network';

const { shape, classes, trainImages, testImages } = TASK_FACTS['digitclutter-3'];

/** All settings are ours: the text of LPK24 that we have gives none. */
const SIZES: Readonly<Record<Preset, Size>> = {
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
    trainImages: 5_120,
    testImages: 500,
    network: smallNetwork({ input: shape, classes, channels: [12, 24], blocks: 4, stride: 4 }),
    training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.2 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofOrdinary: ['images'],
  },
  laptop: {
    trainImages,
    testImages,
    network: smallNetwork({ input: shape, classes, channels: [12, 24], blocks: 4, stride: 4 }),
    training: { epochs: 1, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.2 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['images', 'blocks', 'sensitivity'],
  },
  paper: {
    trainImages,
    testImages,
    network: { ...namedNetwork('resnet-32', classes), input: [...shape] },
    training: { epochs: 200, batchSize: 128, learningRate: { kind: 'oneCycle', peak: 0.1 } },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['images', 'blocks', 'sensitivity'],
  },
};

/**
 * LPK24 on Digitclutter at a preset's size: three digits an image, at the large presets four and five too.
 * @throws RangeError that lists the presets when it is unknown
 */
export function digitclutterExperiment(preset: string): Experiment {
  const title = 'Digitclutter';
  const known = presetOf(preset, title);
  const of = (task: Task, grids: Parameters<typeof runsOf>[1]): PlannedRun[] => runsOf({ task, ...SIZES[known] }, grids);
  const more = { smoke: [], quick: [], laptop: REPEATED, paper: GRIDS.paper }[known];
  return experimentOf('digitclutter', title, known, [of('digitclutter-3', GRIDS[known]), of('digitclutter-4', more), of('digitclutter-5', more)].flat());
}
