import type { Comparison } from './comparison';
import { INFERENCE } from './inference';
import { TRAINING_STEP } from './training-step';

/** In the order in which they run. */
export const COMPARISONS: readonly Comparison[] = [TRAINING_STEP, INFERENCE];
