import { MEASURING_BATCH } from '../../src/data/batch';
import { OTHER_PYTORCH, REFERENCE } from '../contenders';
import { CIFAR_RESNET_20 } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/** The logits of a batch on stored statistics, at the batch size with which the project measures. */
export const INFERENCE: Comparison = {
  name: 'inference',
  title: `Inference of CIFAR ResNet-20, batch ${MEASURING_BATCH}, float32`,
  task: 'inference',
  network: CIFAR_RESNET_20,
  batch: MEASURING_BATCH,
  calls: 5,
  ratioName: 'inferenceRatio',
  target: 1,
  ours: { name: 'ours', program: 'ours', variant: {} },
  reference: REFERENCE,
  others: OTHER_PYTORCH,
};
