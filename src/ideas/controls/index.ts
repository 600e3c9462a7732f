/**
 * Controls of the indices: blocks in another order, random blocks dropped, single blocks at the ends.
 * @module
 */
export { blockOrder as measure, blockShuffling, blockSwapping, type BlockOrders } from './block-order';
export { endPoints } from './end-points';
export { randomBlockDrop, randomBlocks, randomDrops, type RandomBlockDrop } from './random-blocks';
export { blockControls as figure } from '../indices/network-figure';
