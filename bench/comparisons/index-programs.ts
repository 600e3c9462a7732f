import { MEASURING_BATCH } from '../../src/data/batch';
import { EAGER, REFERENCE } from '../contenders';
import { CIFAR_RESNET_20, CIFAR_SGD } from './cifar-resnet-20';
import type { Comparison } from './comparison';

/**
 * All programs of the three indices and of the single-block drop: ours as the project measures, PyTorch each program from the
 * images. One call is 37 programs, so that one is enough to warm up and five rounds to compare.
 */
export const INDEX_PROGRAMS: Comparison = {
  name: 'index-programs',
  title: `Three indices and single-block drops of CIFAR ResNet-20, ${MEASURING_BATCH} images`,
  workload: { task: 'index-programs', network: CIFAR_RESNET_20, batch: MEASURING_BATCH, ...CIFAR_SGD },
  calls: 1,
  firstCalls: 1,
  mostRounds: 5,
  ratioName: 'indexTimeRatio',
  target: 0.4,
  ours: EAGER,
  reference: REFERENCE,
  others: [],
};
