import { mnistExperiment } from '../../src/experiments/mnist';
import { EAGER, GRAPH, OTHERS, REFERENCE } from '../contenders';
import type { Workload } from '../workload';
import type { Comparison } from './comparison';

const { network, training } = mnistExperiment('quick').runs[0]!;
const { batchSize, momentum, weightDecay } = training;

/** The step that the MNIST notebook makes at preset `quick`, of its network without regularization. */
export const QUICK_WORKLOAD: Workload = { task: 'training-step', network, batch: batchSize, momentum, weightDecay };

export const QUICK_STEP: Comparison = {
  name: 'quick-step',
  title: `Training step of MNIST's network at preset quick, batch ${batchSize}, float32`,
  workload: QUICK_WORKLOAD,
  threads: 1, // as experiments run it, several networks side by side
  calls: 30,
  ratioName: 'quickStepRatio',
  target: 0.6,
  ours: GRAPH,
  reference: REFERENCE,
  others: [EAGER, ...OTHERS],
};
