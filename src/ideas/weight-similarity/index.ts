/**
 * How alike the kernels of a stage’s blocks are.
 * @module
 */
export { blockKernels, blockKernelsByName, kernelSimilarity as measure, meanWeightSimilarity, weightSimilarity } from './measure';
export { weightSimilarityMatrix as figure } from './figure';
