import { EAGER, GRAPH, OTHERS, REFERENCE } from '../contenders';
import { CIFAR_RESNET_20, CIFAR_SGD } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/** Forward, gradients, batch-norm statistics, weight decay and momentum update, and the loss as a number. */
export const TRAINING_STEP: Comparison = {
  name: 'training-step',
  title: 'Training step of CIFAR ResNet-20, batch 128, float32',
  workload: { task: 'training-step', network: CIFAR_RESNET_20, batch: 128, ...CIFAR_SGD },
  calls: 5,
  ratioName: 'trainingStepRatio',
  target: 0.9,
  ours: GRAPH,
  reference: REFERENCE,
  others: [EAGER, ...OTHERS],
};
