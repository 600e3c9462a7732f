/**
 * J6: what becomes, block by block, of images that are nearly right.
 * @module
 */
export { BORDERLINE_MARGIN, borderlineExamples, borderlineReadouts as measure, type BorderlineExamples } from './measure';
export { borderlineCurves as figure } from './figure';
