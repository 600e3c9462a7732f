import { evaluation } from '../measuring/evaluate';
import type { Measure } from '../measuring/measure';
import { cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from './cosine-loss/measure';
import { blockDrops, flips, storedBlockDrops } from './block-drop/measure';
import { borderlineReadouts } from './borderline-examples/measure';
import { blockOrder } from './controls/block-order';
import { endPoints } from './controls/end-points';
import { randomBlocks, randomDrops } from './controls/random-blocks';
import { earlyReadouts } from './early-readout/measure';
import { effectiveParameterCount, parameterCount } from './generalization/measure';
import { exchange, exchangeOfNetwork, exchangeOfStages } from './indices/exchange-index';
import { curves, indices, indicesOfStages, storedCurves, storedIndices, storedIndicesOfStages } from './indices/measure';
import { smallestWork, workOfStages } from './indices/work';
import { l2RatioOfBlocks } from './l2-ratio/measure';
import { boundsOfBlocks, largestBound } from './lipschitz-constraint/measure';
import { gradientRatio, normsOfStates, stateGrowth } from './sharing/measure';
import { taylorTermOfBlocks } from './taylor-term/measure';
import { unrolledLoss, unrolling, usualUnrollingOnOthers } from './unrolling/measure';
import { kernelSimilarity } from './weight-similarity/measure';

/** All that is measured of a network, by idea. Not every network has what each of them needs. */
export const MEASURES: readonly Measure[] = [
  evaluation,
  // block-drop
  blockDrops, storedBlockDrops, flips,
  // borderline-examples
  borderlineReadouts(),
  // controls
  blockOrder(), endPoints, randomBlocks(), randomDrops(),
  // cosine-loss
  cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks,
  // early-readout
  earlyReadouts,
  // generalization
  parameterCount, effectiveParameterCount,
  // indices
  curves, indicesOfStages, indices, storedCurves, storedIndicesOfStages, storedIndices, exchange, exchangeOfStages, exchangeOfNetwork, workOfStages, smallestWork,
  // l2-ratio
  l2RatioOfBlocks,
  // lipschitz-constraint
  boundsOfBlocks, largestBound,
  // sharing
  normsOfStates, gradientRatio, stateGrowth,
  // taylor-term
  taylorTermOfBlocks,
  // unrolling
  unrolling(), usualUnrollingOnOthers, unrolledLoss,
  // weight-similarity
  kernelSimilarity,
];

/** What the measure command's file has always said of a network, on stored statistics. */
export const STORED_MEASUREMENT: readonly Measure[] = [storedCurves, storedIndicesOfStages, storedIndices, storedBlockDrops, cosineLossOfBlocks, l2RatioOfBlocks];

/** What is measured beside it: indices and drops with statistics estimated anew, and the Exchange Index. */
export const BESIDE_STORED: readonly Measure[] = [curves, indicesOfStages, indices, blockDrops, exchange, exchangeOfStages, exchangeOfNetwork];

/** What a network is measured by unless measures are named: indices under either statistics, the Exchange Index, and of every block its drop, cosine loss and ℓ2 ratio. */
export const USUAL_MEASURES: readonly Measure[] = [...STORED_MEASUREMENT, ...BESIDE_STORED];
