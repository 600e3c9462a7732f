import { OTHER_PYTORCH, REFERENCE } from '../contenders';
import { CIFAR_RESNET_20 } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/** Forward, gradients, batch-norm statistics, weight decay and momentum update, and the loss as a number. */
export const TRAINING_STEP: Comparison = {
  name: 'training-step',
  title: 'Training step of CIFAR ResNet-20, batch 128, float32',
  task: 'training-step',
  network: CIFAR_RESNET_20,
  batch: 128,
  calls: 5,
  ratioName: 'trainingStepRatio',
  target: 1.15,
  ours: { name: 'ours', program: 'ours', variant: {} },
  reference: REFERENCE,
  others: OTHER_PYTORCH,
};
