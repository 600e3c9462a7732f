/**
 * J3: how large a block’s step is beside its state.
 * @module
 */
export { l2Ratio, l2RatioOfBlocks as measure } from './measure';
export { l2RatioAgainstBlock as figure } from './figure';
