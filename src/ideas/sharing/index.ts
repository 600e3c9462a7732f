/**
 * J8, J9, Table 1: blocks shared naively and with batch norm of their own.
 * @module
 */
export { gradientNormRatio, gradientRatio, normsOfStates as measure, stateGrowth, stateNorms, type StateNorm } from './measure';
export { sharingVariants, type SharingOptions } from './variants';
export { normsAtInitialization } from './norms-at-initialization';
export { stateNormHistory } from './over-training';
export { gradientRatios } from './gradient-ratios';
export { errorTable } from './table';
export { stateNormsAgainstBlock as figure } from './figure';
export { gradientRatioHistory } from './ratio-figure';
