import type { Comparison } from '../comparisons/comparison';
import { QUICK_STEP } from '../comparisons/quick-step';
import { TRAINING_STEP } from '../comparisons/training-step';

/** The training steps whose costs are measured, by the name of their network. */
export const NETWORKS = { 'CIFAR ResNet-20': TRAINING_STEP, 'MNIST quick': QUICK_STEP } as const satisfies Record<string, Comparison>;
