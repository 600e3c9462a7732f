import { TASK_FACTS, type Task } from '../data/task';
import type { NetworkInput, Normalization } from '../networks/definition';
import { namedNetwork } from '../networks/named-networks';
import type { RunInput } from '../runs/run';
import type { TrainingInput } from '../training/settings';
import type { Preset } from './presets';
import { smallNetwork } from './small-network';

type Training = Omit<TrainingInput, 'seed'>;
type Measurements = RunInput['measurements'];

/** How large LPK24's experiment on a task is: what all its networks have in common. */
export interface Size {
  /** images from the front of the sets */
  readonly trainImages: number;
  readonly testImages: number;
  readonly network: NetworkInput;
  readonly training: Training;
  /** what networks of a normalization are trained otherwise by */
  readonly trainingOf?: Partial<Record<Normalization, Partial<Training>>>;
  readonly recordsPerEpoch: number;
  /** of every network */
  readonly measurements: Measurements;
  /** besides, of those that L1 to L3 compare: all that differ in how blocks start, normalization, λ and c only */
  readonly ofStandard?: Measurements;
  /** besides, of those among them without coupling or constraint */
  readonly ofOrdinary?: Measurements;
}

/** A task at one size. */
export interface TaskSize extends Size {
  readonly task: Task;
}

/** Flips are JAB18's (stated), the 4 pixels ours: it does not say by how many its images are moved. */
export const FLIPS_AND_TRANSLATIONS = { horizontalFlip: true, translation: 4 };
/** In trainings of few epochs (ours). */
export const FLIPS_AND_SMALL_TRANSLATIONS = { horizontalFlip: true, translation: 2 };

const oneCycle = (peak: number): Training['learningRate'] => ({ kind: 'oneCycle', peak });
const isCifar = (task: Task): boolean => task.startsWith('cifar');

/** The smallest that shows that everything runs; on images that the repository holds. */
function smoke(task: Task): Size {
  const { shape, classes } = TASK_FACTS[task];
  const isMnist = task === 'mnist';
  return {
    trainImages: 640,
    testImages: 200,
    network: smallNetwork({ input: shape, classes, channels: [4, 8], blocks: 2, stride: isMnist ? 2 : 4 }),
    training: { epochs: isMnist ? 2 : 1, batchSize: 64, learningRate: oneCycle(0.1) },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: isMnist ? ['sensitivity'] : [],
    ofOrdinary: ['images', 'blocks'],
  };
}

/** Channels of the stages, blocks of each, and how they are trained: as study/README.md has it. */
function study(task: Task): Size {
  const { shape, classes, trainImages, testImages } = TASK_FACTS[task];
  const [channels, blocks]: [number[], number] = task === 'cifar-100' ? [[16, 32, 64], 3] : [task === 'mnist' ? [8, 16] : [16, 32], 4];
  const training = { learningRate: oneCycle(0.2), weightDecay: 5e-4 };
  const ofTask: Pick<Size, 'training' | 'trainingOf'> = isCifar(task)
    ? { training: { ...training, epochs: 8, batchSize: 128, augmentation: FLIPS_AND_SMALL_TRANSLATIONS } }
    : task === 'mnist'
      ? {
          training: { ...training, epochs: 3, batchSize: 64 },
          // At the others' rate one of two networks without normalization did not learn MNIST.
          trainingOf: { none: { learningRate: oneCycle(0.05) } },
        }
      : {
          training: { ...training, epochs: 2, batchSize: 128 },
          // At the others' settings networks with group normalization do not learn Digitclutter.
          trainingOf: { group: { epochs: 4, batchSize: 64, learningRate: oneCycle(0.05), weightDecay: 1e-4 } },
        };
  return {
    trainImages,
    testImages,
    network: smallNetwork({ input: shape, classes, channels, blocks, stride: 2 }),
    ...ofTask,
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['sensitivity'],
    ofOrdinary: ['images', 'blocks', 'unrolling'],
  };
}

/** JAB18's ResNet-32 over 200 epochs. */
function paper(task: Task): Size {
  const { shape, classes, trainImages, testImages } = TASK_FACTS[task];
  return {
    trainImages,
    testImages,
    network: { ...namedNetwork('resnet-32', classes), input: [...shape], ...(task === 'mnist' && { headPool: 'global' as const }) },
    training: { epochs: 200, batchSize: 128, learningRate: oneCycle(0.1), ...(isCifar(task) && { augmentation: FLIPS_AND_TRANSLATIONS }) },
    recordsPerEpoch: 1,
    measurements: ['indices'],
    ofStandard: ['images', 'blocks', 'sensitivity'],
    ofOrdinary: ['unrolling'],
  };
}

const SIZES: Readonly<Record<Preset, (task: Task) => Size>> = { smoke, study, paper };

/** How large LPK24's experiment on a task is at a preset. All settings are ours: the text of LPK24 that we have gives none. */
export function sizeOf(task: Task, preset: Preset): TaskSize {
  return { task, ...SIZES[preset](task) };
}
