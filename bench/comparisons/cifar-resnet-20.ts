import type { NetworkInput } from '../../src/networks/definition';

/** Three stages of three blocks with 16, 32 and 64 channels; the first blocks of stages 2 and 3 are their transitions. */
export const CIFAR_RESNET_20: NetworkInput = {
  input: [32, 32, 3],
  classes: 10,
  convolutionBias: false,
  stages: [
    { transition: { kind: 'convolution', channels: 16 }, blocks: 3 },
    { transition: { kind: 'residual', channels: 32 }, blocks: 2 },
    { transition: { kind: 'residual', channels: 64 }, blocks: 2 },
  ],
  headPool: 'global',
};

/** How it is usually trained (He et al. 2016a). */
export const CIFAR_SGD = { momentum: 0.9, weightDecay: 1e-4 };
