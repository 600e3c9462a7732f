import { NORMALIZATIONS } from '../normalizations';
import type { Family } from './family';
import { preactivationNetwork } from './preactivation';

/**
 * Wide ResNets (Zagoruyko & Komodakis 2016) by the names of the widespread PyTorch port (xternalz, also in many repositories on robustness):
 * `conv1`, `block1` to `block3` with `layer.B` of norm-ReLU-conv blocks, `convShortcut` on what the first ReLU gives, `bn1`, ReLU, `fc`.
 */
export const wideResnet: Family = {
  name: 'wide-resnet',
  expects: 'conv1 (3 × 3), block1.layer.0 … of norm-ReLU-conv blocks, convShortcut, bn1, fc',
  read: (file, choice) => {
    const names = { stage: (s: number) => `block${s}.layer`, shortcut: (block: string) => `${block}.convShortcut`, finalNorm: 'bn1' };
    const plan = preactivationNetwork(file, names, choice);
    // Its training script has the data set's own statistics.
    const own = plan.classes !== 100 && plan.input[2] === 3 ? NORMALIZATIONS.cifar10 : plan.normalization;
    return { ...plan, normalization: choice.normalization ?? own };
  },
};
