/**
 * J7: the last block run on, scaled.
 * @module
 */
export { chooseScale, unrolledLoss, unrolling as measure, UNROLLING_SCALES, unrollingOnOthers, unrollLastBlock, type UnrolledNetwork } from './measure';
export { unrollingCurves as figure, unrollingScales } from './figure';
