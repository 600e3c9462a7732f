import type { NetworkInput, StageDefinition } from './definition';

type Sharing = NonNullable<StageDefinition['sharing']>;

const CIFAR = { input: [32, 32, 3] as [number, number, number] };

/** Three stages of 16, 32 and 64 channels whose shapes change in residual blocks, as in JAB18's ResNets. */
function cifarResnet(blocksPerStage: number, classes: number, sharing?: Sharing): NetworkInput {
  const shared = sharing ? { sharing } : {};
  // The first block of stages 2 and 3 is their transition, so one block less is left to iterate there.
  const late = sharing ? { sharing: { ...sharing, unsharedBlocks: sharing.unsharedBlocks - 1 } } : {};
  return {
    ...CIFAR,
    classes,
    stages: [
      { transition: { kind: 'convolution', channels: 16 }, blocks: blocksPerStage, ...shared },
      { transition: { kind: 'residual', channels: 32 }, blocks: blocksPerStage - 1, ...late },
      { transition: { kind: 'residual', channels: 64 }, blocks: blocksPerStage - 1, ...late },
    ],
    headPool: 8,
  };
}

const UNSHARED_BATCH_NORM: Sharing = {
  unsharedBlocks: 5,
  unshared: { statistics: true, scale: true, shift: true },
  initialScale: 0.1,
};

/** JAB18's networks by name, for images of 32 × 32 × 3 (settings stated; blocks a stage of the UBN nets derived; ResNet-20, which it has not, is of the same layout: ours). */
const NETWORKS = {
  'resnet-20': (classes: number) => cifarResnet(3, classes),
  'resnet-32': (classes: number) => cifarResnet(5, classes),
  'resnet-38': (classes: number) => cifarResnet(6, classes),
  'resnet-56': (classes: number) => cifarResnet(9, classes),
  'resnet-110': (classes: number) => cifarResnet(18, classes),
  'resnet-110-ubn': (classes: number) => cifarResnet(18, classes, UNSHARED_BATCH_NORM),
  'resnet-146-ubn': (classes: number) => cifarResnet(24, classes, UNSHARED_BATCH_NORM),
  'resnet-182-ubn': (classes: number) => cifarResnet(30, classes, UNSHARED_BATCH_NORM),
  'single-representation': (classes: number): NetworkInput => ({
    ...CIFAR,
    classes,
    stages: [{ transition: { kind: 'convolution', channels: 100 }, blocks: 10 }],
    headPool: 8,
  }),
  'avg-pooling': (classes: number): NetworkInput => ({
    ...CIFAR,
    classes,
    stages: [
      { transition: { kind: 'convolution', channels: 150 }, blocks: 10 },
      { transition: { kind: 'averagePool', size: 2 }, blocks: 10 },
      { transition: { kind: 'averagePool', size: 2 }, blocks: 10 },
    ],
    headPool: 8,
  }),
  /** by its stated layout; its published parameter count does not follow from it (see the test) */
  wide: (classes: number): NetworkInput => ({
    ...CIFAR,
    classes,
    stages: [
      { transition: { kind: 'convolution', channels: 160 }, blocks: 4 },
      { transition: { kind: 'residual', channels: 320 }, blocks: 3 },
      { transition: { kind: 'residual', channels: 640 }, blocks: 3 },
    ],
    headPool: 8,
  }),
} as const;

export type NetworkName = keyof typeof NETWORKS;
export const NETWORK_NAMES = Object.keys(NETWORKS) as NetworkName[];

/**
 * Definition of one of JAB18's networks.
 * @param name one of {@link NETWORK_NAMES}
 * @param classes number of classes: 10 for CIFAR-10, 100 for CIFAR-100
 * @throws Error that lists the names when the name is unknown
 */
export function namedNetwork(name: string, classes = 10): NetworkInput {
  const make = (NETWORKS as Record<string, ((classes: number) => NetworkInput) | undefined>)[name];
  if (!make) throw new Error(`There is no network "${name}"; choose one of ${NETWORK_NAMES.join(', ')}.`);
  return make(classes);
}
