/**
 * J7: the last block run on, scaled.
 * @module
 */
export { chooseScale, unrolling as measure, UNROLLING_SCALES, unrollLastBlock, type UnrolledNetwork } from './measure';
export { unrollingMeans, unrollingTable } from './rows';
export { unrollingCurves as figure, unrollingScales } from './figure';
