import type { Comparison } from '../comparisons/comparison';
import { SMALL_STEP } from '../comparisons/small-step';
import { TRAINING_STEP } from '../comparisons/training-step';

/** The training steps whose costs are measured, by the name of their network. */
export const NETWORKS = { 'CIFAR ResNet-20': TRAINING_STEP, 'small MNIST network': SMALL_STEP } as const satisfies Record<string, Comparison>;
