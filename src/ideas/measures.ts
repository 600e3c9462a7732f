import type { Measure } from '../measuring/measure';
import { blockOrder } from './controls/block-order';
import { endPoints } from './controls/end-points';
import { randomBlocks } from './controls/random-blocks';
import { effectiveParameterCount } from './generalization/measure';
import { exchange, exchangeOfNetwork, exchangeOfStages } from './indices/exchange-index';
import { curves, indices, indicesOfStages, storedCurves, storedIndices, storedIndicesOfStages } from './indices/measure';
import { smallestWork, workOfStages } from './indices/work';
import { boundsOfBlocks, largestBound } from './lipschitz-constraint/measure';
import { kernelSimilarity } from './weight-similarity/measure';

/** All that is measured of a network, by idea. Not every network has what each of them needs. */
export const MEASURES: readonly Measure[] = [
  // controls
  blockOrder(), endPoints, randomBlocks(),
  // generalization
  effectiveParameterCount,
  // indices
  curves, indicesOfStages, indices, storedCurves, storedIndicesOfStages, storedIndices, exchange, exchangeOfStages, exchangeOfNetwork, workOfStages, smallestWork,
  // lipschitz-constraint
  boundsOfBlocks, largestBound,
  // weight-similarity
  kernelSimilarity,
];
