import { smallNetwork } from '../../src/experiments/small-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { EAGER, GRAPH, OTHERS, REFERENCE } from '../contenders';
import type { Workload } from '../workload';
import type { Comparison } from './comparison';

const { definition } = new ResidualNetwork(smallNetwork({ input: [28, 28, 1], classes: 10, channels: [8, 16], blocks: 4, stride: 4 }));

/** A step of a network of the kind of the study's on MNIST, smaller than these: all that a step costs besides arithmetic counts. */
export const SMALL_WORKLOAD: Workload = { task: 'training-step', network: definition, batch: 32, momentum: 0.9, weightDecay: 1e-4 };

export const SMALL_STEP: Comparison = {
  name: 'small-step',
  title: `Training step of a small MNIST network, batch ${SMALL_WORKLOAD.batch}, float32`,
  workload: SMALL_WORKLOAD,
  threads: 1, // as experiments run it, several networks side by side
  calls: 30,
  ratioName: 'smallStepRatio',
  target: 0.6,
  ours: GRAPH,
  reference: REFERENCE,
  others: [EAGER, ...OTHERS],
};
