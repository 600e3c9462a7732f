/**
 * J2: the cosine of a block’s step with the gradient of the loss.
 * @module
 */
export { cosineLoss, cosineLossOfBlocks as measure, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from './measure';
export { cosineLossAgainstBlock as figure } from './figure';
export { sureImages } from './sure-images';
