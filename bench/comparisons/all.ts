import type { Comparison } from './comparison';
import { INDEX_PROGRAMS } from './index-programs';
import { INFERENCE, SMALL_INFERENCE } from './inference';
import { RESNET_34_PROGRAMS } from './resnet-34';
import { SMALL_STEP } from './small-step';
import { TRAINING_STEP } from './training-step';

/** In the order in which they run. */
export const COMPARISONS: readonly Comparison[] = [TRAINING_STEP, SMALL_STEP, INFERENCE, SMALL_INFERENCE, INDEX_PROGRAMS, RESNET_34_PROGRAMS];
