import { evaluation } from '../measuring/evaluate';
import type { MeasuredImages, Protocol } from '../measuring/protocol';
import { blockDrops, flips, storedBlockDrops } from './block-drop/measure';
import { borderlineReadouts } from './borderline-examples/measure';
import { randomBlocks } from './controls/random-blocks';
import { cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks } from './cosine-loss/measure';
import { earlyReadouts } from './early-readout/measure';
import { effectiveParameterCount, parameterCount } from './generalization/measure';
import { exchange } from './indices/exchange-index';
import { curves, storedCurves } from './indices/measure';
import { l2RatioOfBlocks } from './l2-ratio/measure';
import { boundsOfBlocks } from './lipschitz-constraint/measure';
import { gradientRatio, normsOfStates } from './sharing/measure';
import { taylorTermOfBlocks } from './taylor-term/measure';
import { unrollingOnOthers } from './unrolling/measure';

const allTest: MeasuredImages = { images: 'test', first: 'all' };
const asManyTraining: MeasuredImages = { images: 'training', first: 'all' };
/** Where gradients are taken: of every image, with every layer run again (ours). */
const some: readonly MeasuredImages[] = [{ images: 'test', first: 500 }, { images: 'training', first: 500 }];

/** What runs measure, by the names in their configurations, and of every run: sizes, losses, accuracies and bounds. */
export const PROTOCOLS: readonly Protocol[] = [
  { name: 'sizes', always: true, at: 'end', on: [allTest], measures: [parameterCount, effectiveParameterCount, boundsOfBlocks] },
  { name: 'evaluation', always: true, at: 'end', on: [allTest, asManyTraining], measures: [evaluation] },
  { name: 'indices', at: 'end', on: [allTest], measures: [curves, storedCurves, exchange] },
  { name: 'images', at: 'end', on: [allTest], measures: [blockDrops, storedBlockDrops, flips, borderlineReadouts()] },
  { name: 'blocks', at: 'end', on: some, measures: [cosineLossOfBlocks, countedCosineLossOfBlocks, unsureCosineLossOfBlocks, l2RatioOfBlocks, taylorTermOfBlocks, blockDrops, storedBlockDrops] },
  { name: 'unrolling', at: 'end', on: [{ images: 'training', first: 500 }], measures: [unrollingOnOthers()] },
  { name: 'sensitivity', at: 'end', on: [allTest], measures: [randomBlocks()] },
  { name: 'earlyReadoutHistory', at: 'record', on: [allTest], measures: [earlyReadouts] },
  { name: 'gradientRatioHistory', at: 'record', on: [{ images: 'batch', first: 'all' }], measures: [gradientRatio] },
  { name: 'normsAtInitialization', at: 'start', on: [{ images: 'batch', first: 'all' }], measures: [normsOfStates] },
];
