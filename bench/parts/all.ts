import { COMPARISONS } from '../comparisons/all';
import type { Part } from '../results';
import { comparisonPart } from './comparison';
import { COMPILE } from './compile';
import { COST } from './cost';
import { INDEX_BLOCKS } from './index-blocks';
import { MEMORY } from './memory';
import { SWEEP } from './sweep';

/** In the order in which they run. */
export const PARTS: readonly Part[] = [...COMPARISONS.map(comparisonPart), INDEX_BLOCKS, SWEEP, COMPILE, MEMORY, COST];
