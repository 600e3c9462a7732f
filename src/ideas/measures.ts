import type { Measure } from '../measuring/measure';
import { cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from './cosine-loss/measure';
import { blockDrops, storedBlockDrops } from './block-drop/measure';
import { blockOrder } from './controls/block-order';
import { endPoints } from './controls/end-points';
import { randomBlocks } from './controls/random-blocks';
import { effectiveParameterCount } from './generalization/measure';
import { exchange, exchangeOfNetwork, exchangeOfStages } from './indices/exchange-index';
import { curves, indices, indicesOfStages, storedCurves, storedIndices, storedIndicesOfStages } from './indices/measure';
import { smallestWork, workOfStages } from './indices/work';
import { l2RatioOfBlocks } from './l2-ratio/measure';
import { boundsOfBlocks, largestBound } from './lipschitz-constraint/measure';
import { taylorTermOfBlocks } from './taylor-term/measure';
import { kernelSimilarity } from './weight-similarity/measure';

/** All that is measured of a network, by idea. Not every network has what each of them needs. */
export const MEASURES: readonly Measure[] = [
  // block-drop
  blockDrops, storedBlockDrops,
  // controls
  blockOrder(), endPoints, randomBlocks(),
  // cosine-loss
  cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks,
  // generalization
  effectiveParameterCount,
  // indices
  curves, indicesOfStages, indices, storedCurves, storedIndicesOfStages, storedIndices, exchange, exchangeOfStages, exchangeOfNetwork, workOfStages, smallestWork,
  // l2-ratio
  l2RatioOfBlocks,
  // lipschitz-constraint
  boundsOfBlocks, largestBound,
  // taylor-term
  taylorTermOfBlocks,
  // weight-similarity
  kernelSimilarity,
];
