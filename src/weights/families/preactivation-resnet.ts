import type { Family } from './family';
import { preactivationNetwork, type PreactivationNames } from './preactivation';

/** What repositories call the normalization before the head. */
const FINAL_NORMS = ['bn1', 'bn', 'norm', 'bn_last', 'bn_final'];

/**
 * Pre-activation ResNets (He et al. 2016) by the names of K. Liu's repository for CIFAR, and Wide ResNets by B. Kim's: `conv1` (3 × 3),
 * `layer1`, `layer2`, … of norm-ReLU-conv blocks, a 1 × 1 convolution `shortcut.0` or, in W. Yang's, `downsample.0`, which takes the block's
 * input, a last normalization and ReLU where the file has one (K. Liu's has none), `linear` or `fc`.
 */
export const preactivationResnet: Family = {
  name: 'preactivation-resnet',
  expects: 'conv1 (3 × 3) without a norm behind it, layer1, layer2, … of norm-ReLU-conv blocks, shortcut.0 or downsample.0, a last norm or none, linear or fc',
  read: (file, choice) => {
    const finalNorm = FINAL_NORMS.find((name) => file.hasPart(name));
    const shortcut = (block: string): string => file.oneOf([`${block}.shortcut`, `${block}.downsample`]);
    const names: PreactivationNames = {
      stage: (s) => `layer${s}`,
      shortcut: (block) => `${shortcut(block)}.0`,
      shortcutFrom: (block) => (shortcut(block).endsWith('.downsample') ? 'input' : undefined),
      finalNorm,
    };
    return preactivationNetwork(file, names, choice);
  },
};
