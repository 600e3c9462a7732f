import { sharingVariants } from '../ideas/sharing/variants';
import { TASK_FACTS } from '../data/task';
import type { NetworkInput } from '../networks/definition';
import { namedNetwork, type NetworkName } from '../networks/named-networks';
import type { TrainingInput } from '../training/settings';
import { FLIPS_AND_TRANSLATIONS } from './cifar';
import { experimentOf, type Experiment, type PlannedRun } from './experiment';
import { presetOf, type Preset } from './presets';
import { blocksVariant } from './settings';
import { smallNetwork } from './small-network';

type CifarTask = 'cifar-10' | 'cifar-100';

/** JAB18's experiments with shared blocks at one size. */
interface SharingSize extends Pick<PlannedRun, 'trainImages' | 'testImages' | 'recordsPerEpoch'> {
  readonly seeds: readonly number[];
  /** networks of each task, by variant */
  readonly networks: Partial<Record<CifarTask, Readonly<Record<string, NetworkInput>>>>;
  /** of a variant */
  readonly training: (variant: string) => Omit<TrainingInput, 'seed'>;
}

/** Networks as JAB18's but for their size: residual functions that begin at full scale, convolutions with biases. */
function small(classes: number, channels: readonly number[], blocks: number): NetworkInput {
  const network = smallNetwork({ input: TASK_FACTS['cifar-10'].shape, classes, channels, blocks, stride: 4 });
  // As in JAB18's ResNets, the first block of every later stage is the one that changes shape.
  const stages = network.stages.map((stage, s) => ({ ...stage, blocks: s === 0 ? blocks : blocks - 1 }));
  return { ...network, stages, convolutionBias: true, initialResidualScale: 1 };
}

/** Ordinary networks with as many blocks a stage as are unshared, and with one more: as many kernels as with sharing (J8, Table 1). */
function shallow(make: (blocks: number) => NetworkInput, unsharedBlocks: number): Record<string, NetworkInput> {
  return Object.fromEntries([unsharedBlocks, unsharedBlocks + 1].map((blocks) => [blocksVariant(blocks), make(blocks)]));
}

/** J8 and J9 on a small network: unshared, shared in every way, and shallow. */
function smallNetworks(classes: number, channels: readonly number[], blocks: number, unsharedBlocks: number): Record<string, NetworkInput> {
  const make = (count: number): NetworkInput => small(classes, channels, count);
  return { ...sharingVariants(make(blocks), { unsharedBlocks, initialScale: 0.1 }), ...shallow(make, unsharedBlocks) };
}

/** JAB18's two networks whose state keeps its channels all the way (J3, J4), at this size. */
function smallOthers(classes: number, channels: number, blocks: number): Record<string, NetworkInput> {
  const single = small(classes, [channels], blocks);
  const pooled = { transition: { kind: 'averagePool' as const, size: 2 }, blocks };
  return { 'single-representation': single, 'avg-pooling': { ...single, stages: [...single.stages, pooled, pooled] } };
}

function pick<T>(all: Readonly<Record<string, T>>, ...names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

const oneCycle = (epochs: number, peak: number, flips: boolean): Omit<TrainingInput, 'seed'> => ({
  epochs,
  batchSize: 64,
  learningRate: { kind: 'oneCycle', peak },
  augmentation: { horizontalFlip: flips, translation: 0 },
});

/** Table 1's networks besides ResNet-110 and ResNet-110-UBN, which J8 and J9 compare too. */
const TABLE_1 = ['resnet-32', 'resnet-38', 'resnet-56', 'resnet-146-ubn', 'resnet-182-ubn'] as const satisfies readonly NetworkName[];
/** J5 shows them beside ResNet-110. */
const OTHERS = ['single-representation', 'avg-pooling', 'wide'] as const satisfies readonly NetworkName[];

const named = (names: readonly NetworkName[], classes: number): Record<string, NetworkInput> =>
  Object.fromEntries(names.map((name) => [name, namedNetwork(name, classes)]));

/** Epochs and steps of the learning rate (stated for ResNet-110 and the three last; for the other ResNets as ResNet-110: ours). */
const SCHEDULES: Readonly<Record<string, Pick<TrainingInput, 'epochs' | 'learningRate'>>> = {
  'single-representation': { epochs: 200, learningRate: { kind: 'steps', rates: [0.1, 0.02, 0.004, 0.0008], until: [40, 60, 80] } },
  'avg-pooling': { epochs: 100, learningRate: { kind: 'steps', rates: [0.1, 0.02, 0.004, 0.0008], until: [40, 60, 80] } },
  wide: { epochs: 100, learningRate: { kind: 'steps', rates: [0.1, 0.02], until: [60] } },
};
const RESNET_SCHEDULE = { epochs: 300, learningRate: { kind: 'steps' as const, rates: [0.1, 0.01, 0.001, 0.00001], until: [80, 120, 200] } };

const { trainImages, testImages } = TASK_FACTS['cifar-10'];

const SIZES: Readonly<Record<Preset, SharingSize>> = {
  smoke: {
    trainImages: 320,
    testImages: 100,
    recordsPerEpoch: 1,
    seeds: [1, 2],
    networks: { 'cifar-10': { ...pick(smallNetworks(10, [4, 8], 3, 1), 'unshared', 'naive sharing', 'unshared batch norm'), ...pick(smallOthers(10, 4, 3), 'avg-pooling') } },
    training: () => oneCycle(1, 0.05, false),
  },
  quick: {
    trainImages: 4_000,
    testImages: 500,
    recordsPerEpoch: 2,
    seeds: [1, 2],
    networks: {
      'cifar-10': pick(smallNetworks(10, [8, 16], 6, 2), 'unshared', 'naive sharing', 'own statistics', 'own γ', 'own β', 'unshared batch norm', '3 blocks'),
    },
    training: () => oneCycle(2, 0.1, false),
  },
  laptop: {
    trainImages,
    testImages,
    recordsPerEpoch: 2,
    seeds: [1, 2, 3],
    networks: {
      'cifar-10': { ...smallNetworks(10, [8, 16], 10, 3), ...smallOthers(10, 16, 10) },
      'cifar-100': pick(smallNetworks(100, [8, 16], 10, 3), 'unshared', 'unshared batch norm', '3 blocks', '4 blocks'),
    },
    training: () => oneCycle(2, 0.1, true),
  },
  paper: {
    trainImages,
    testImages,
    recordsPerEpoch: 1,
    seeds: [1, 2, 3, 4],
    networks: {
      'cifar-10': { ...sharingVariants(namedNetwork('resnet-110'), { unsharedBlocks: 5, initialScale: 0.1 }), ...named(TABLE_1, 10), ...named(OTHERS, 10) },
      'cifar-100': {
        ...pick(sharingVariants(namedNetwork('resnet-110', 100), { unsharedBlocks: 5, initialScale: 0.1 }), 'unshared', 'unshared batch norm'),
        ...named(TABLE_1, 100),
      },
    },
    training: (variant) => ({ ...(SCHEDULES[variant] ?? RESNET_SCHEDULE), batchSize: 128, augmentation: FLIPS_AND_TRANSLATIONS }),
  },
};

/** Norms and gradients of every network; of those without sharing also what JAB18 measures block by block (J1 to J6). */
function measurementsOf(variant: string, { stages }: NetworkInput): PlannedRun['measurements'] {
  const unshared = variant === 'unshared' || (OTHERS as readonly string[]).includes(variant);
  return [
    'indices',
    'earlyReadoutHistory',
    'normsAtInitialization',
    ...(stages.length > 1 ? (['gradientRatioHistory'] as const) : []),
    ...(unshared ? (['images', 'blocks'] as const) : []),
  ];
}

/**
 * JAB18's J8, J9, Table 1 and, over training, J5, at a preset's size: at `paper` its networks and schedules (batch size, weight
 * decay and the width of translations are ours), at the others small networks of the same kind (ours).
 * @throws RangeError that lists the presets when it is unknown
 */
export function sharingExperiment(preset: string): Experiment {
  const known = presetOf(preset, 'sharing');
  const { seeds, networks, training, ...images } = SIZES[known];
  const planned = seeds.flatMap((seed) =>
    Object.entries(networks).flatMap(([task, variants]) =>
      Object.entries(variants).map(
        ([variant, network]): PlannedRun => ({
          ...images,
          task: task as CifarTask,
          variant,
          network,
          // Blocks start apart, as ordinary networks' do.
          training: { ...training(variant), seed, blockStart: 'independent' },
          measurements: measurementsOf(variant, network),
        }),
      ),
    ),
  );
  return experimentOf('sharing', 'Sharing', known, planned);
}
