import { MEASURING_BATCH } from '../../src/data/batch';
import { EAGER, GRAPH, OTHERS, REFERENCE } from '../contenders';
import { CIFAR_RESNET_20, CIFAR_SGD } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/** The logits of a batch on stored statistics. */
function inference(batch: number): Omit<Comparison, 'name' | 'ratioName'> {
  return {
    title: `Inference of CIFAR ResNet-20, batch ${batch}, float32`,
    workload: { task: 'inference', network: CIFAR_RESNET_20, batch, ...CIFAR_SGD },
    calls: 5,
    ours: GRAPH,
    reference: REFERENCE,
    others: [EAGER, ...OTHERS],
  };
}

/** At the batch size with which the project measures. */
export const INFERENCE: Comparison = { ...inference(MEASURING_BATCH), name: 'inference', ratioName: 'inferenceRatio', target: 0.8 };

/** At the batch size of training, for information. */
export const SMALL_INFERENCE: Comparison = { ...inference(128), name: 'inference-128', ratioName: 'inferenceRatioAtBatch128', calls: 10 };
