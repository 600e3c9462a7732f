import { sharingVariants } from '../ideas/sharing/variants';
import { TASK_FACTS } from '../data/task';
import type { NetworkInput } from '../networks/definition';
import { namedNetwork, type NetworkName } from '../networks/named-networks';
import type { TrainingInput } from '../training/settings';
import { experimentOf, type Experiment, type PlannedRun } from './experiment';
import { presetOf, type Preset } from './presets';
import { blocksVariant } from './settings';
import { FLIPS_AND_SMALL_TRANSLATIONS, FLIPS_AND_TRANSLATIONS } from './sizes';
import { smallNetwork } from './small-network';

type CifarTask = 'cifar-10' | 'cifar-100';

/** JAB18's experiments with shared blocks at one size. */
interface SharingSize extends Pick<PlannedRun, 'trainImages' | 'testImages' | 'recordsPerEpoch'> {
  readonly seeds: readonly number[];
  /** networks of each task, by variant */
  readonly networks: Partial<Record<CifarTask, Readonly<Record<string, NetworkInput>>>>;
  /** networks that are looked at before their first step, beside those that are trained: growth at initialisation costs seconds (J8) */
  readonly untrained?: { readonly variants: readonly string[]; readonly seeds: readonly number[] };
  /** of a variant */
  readonly training: (variant: string) => Omit<TrainingInput, 'seed'>;
}

/** Networks as JAB18's but for their size: residual functions that begin at full scale, convolutions with biases. */
function small(channels: readonly number[], blocks: number, stride: number): NetworkInput {
  const { shape, classes } = TASK_FACTS['cifar-10'];
  const network = smallNetwork({ input: shape, classes, channels, blocks, stride });
  // As in JAB18's ResNets, the first block of every later stage is the one that changes shape.
  const stages = network.stages.map((stage, s) => ({ ...stage, blocks: s === 0 ? blocks : blocks - 1 }));
  return { ...network, stages, convolutionBias: true, initialResidualScale: 1 };
}

/** Ordinary networks with as many blocks a stage as are unshared, and with one more: as many kernels as with sharing (J8, Table 1). */
function shallow(make: (blocks: number) => NetworkInput, unsharedBlocks: number): Record<string, NetworkInput> {
  return Object.fromEntries([unsharedBlocks, unsharedBlocks + 1].map((blocks) => [blocksVariant(blocks), make(blocks)]));
}

/** J8 and J9 on a small network: unshared, shared in every way, and shallow. */
function smallNetworks(channels: readonly number[], blocks: number, unsharedBlocks: number, stride: number): Record<string, NetworkInput> {
  const make = (count: number): NetworkInput => small(channels, count, stride);
  return { ...sharingVariants(make(blocks), { unsharedBlocks, initialScale: 0.1 }), ...shallow(make, unsharedBlocks) };
}

/** JAB18's two networks whose state keeps its channels all the way (J3, J4), at this size. */
function smallOthers(channels: number, blocks: number, stride: number): Record<string, NetworkInput> {
  const single = small([channels], blocks, stride);
  const pooled = { transition: { kind: 'averagePool' as const, size: 2 }, blocks };
  return { 'single-representation': single, 'avg-pooling': { ...single, stages: [...single.stages, pooled, pooled] } };
}

function pick<T>(all: Readonly<Record<string, T>>, ...names: readonly string[]): Record<string, T> {
  return Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)));
}

const oneCycle = (peak: number): TrainingInput['learningRate'] => ({ kind: 'oneCycle', peak });

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

/** Of JAB18's layouts at the study's size (ours); the networks that share blocks, and those to compare them with, have a schedule in common. */
const STUDY_SCHEDULES: typeof SCHEDULES = Object.fromEntries(['resnet-20', 'resnet-32'].map((name) => [name, { epochs: 12, learningRate: oneCycle(0.2) }]));

const { trainImages, testImages } = TASK_FACTS['cifar-10'];

const SIZES: Readonly<Record<Preset, SharingSize>> = {
  smoke: {
    trainImages: 320,
    testImages: 100,
    recordsPerEpoch: 1,
    seeds: [1, 2],
    networks: { 'cifar-10': { ...pick(smallNetworks([4, 8], 3, 1, 4), 'unshared', 'naive sharing', 'unshared batch norm'), ...smallOthers(4, 3, 4) } },
    training: () => ({ epochs: 1, batchSize: 64, learningRate: oneCycle(0.05) }),
  },
  study: {
    trainImages,
    testImages,
    recordsPerEpoch: 1,
    seeds: [1, 2, 3],
    untrained: { variants: ['unshared', 'naive sharing'], seeds: Array.from({ length: 17 }, (_, i) => i + 4) },
    networks: {
      'cifar-10': {
        ...named(['resnet-20', 'resnet-32'], 10),
        ...pick(smallNetworks([16, 32], 10, 3, 2), 'unshared', 'naive sharing', 'own statistics', 'own γ', 'own β', 'unshared batch norm', '4 blocks'),
        ...smallOthers(16, 10, 2),
      },
    },
    training: (variant) => ({ ...STUDY_SCHEDULES[variant] ?? { epochs: 6, learningRate: oneCycle(0.1) }, batchSize: 128, weightDecay: 5e-4, augmentation: FLIPS_AND_SMALL_TRANSLATIONS }),
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

/** Images of networks that are not trained, enough for the batch whose norms are taken. */
const FEW = { trainImages: 500, testImages: 100 };

/** Norms and gradients of every network; of those without sharing also what JAB18 measures block by block (J1 to J7). */
function measurementsOf(variant: string, { stages }: NetworkInput): PlannedRun['measurements'] {
  const unshared = ['unshared', 'resnet-20', 'resnet-32', ...OTHERS].includes(variant);
  return [
    'indices',
    'earlyReadoutHistory',
    'normsAtInitialization',
    ...(stages.length > 1 ? (['gradientRatioHistory'] as const) : []),
    ...(unshared ? (['images', 'blocks', 'unrolling'] as const) : []),
  ];
}

/**
 * JAB18's J8, J9, Table 1 and, over training, J5, at a preset's size: at `paper` its networks and schedules (batch size, weight
 * decay and the width of translations are ours), at the others its ResNet-20 and ResNet-32, and small networks of the same kind (ours).
 * @throws RangeError that lists the presets when it is unknown
 */
export function sharingExperiment(preset: string): Experiment {
  const known = presetOf(preset, 'sharing');
  const { seeds, networks, untrained = { variants: [], seeds: [] }, training, ...images } = SIZES[known];
  const all = Object.entries(networks).flatMap(([task, variants]) => Object.entries(variants).map(([variant, network]) => ({ task: task as CifarTask, variant, network })));
  const trained = seeds.flatMap((seed) =>
    all.map((of): PlannedRun => ({
      ...images,
      ...of,
      // Blocks start apart, as ordinary networks' do.
      training: { ...training(of.variant), seed, blockStart: 'independent' },
      measurements: measurementsOf(of.variant, of.network),
    })),
  );
  const [first] = seeds;
  const untrainedFirst = trained.filter((run) => run.training.seed === first && untrained.variants.includes(run.variant));
  const looked = untrained.seeds.flatMap((seed) =>
    untrainedFirst.map((run): PlannedRun => ({ ...run, ...FEW, training: { ...run.training, epochs: 0, seed }, measurements: ['normsAtInitialization'] })),
  );
  return experimentOf('sharing', 'Sharing', known, [...looked, ...trained]);
}
