import { EAGER, REFERENCE } from '../contenders';
import { RESNET_34 } from '../torchvision';
import { CIFAR_SGD } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/** As the comparison of indices on CIFAR, of a network as researchers bring them. One call of PyTorch takes minutes, so that none warms up. */
export const RESNET_34_PROGRAMS: Comparison = {
  name: 'resnet-34',
  title: "Three indices and single-block drops of torchvision's ResNet-34 at 224 × 224, 100 images",
  workload: { task: 'index-programs', network: RESNET_34, batch: 100, ...CIFAR_SGD },
  calls: 1,
  firstCalls: 0,
  mostRounds: 1,
  ratioName: 'resnet34TimeRatio',
  target: 0.45,
  ours: EAGER,
  reference: REFERENCE,
  others: [],
};
