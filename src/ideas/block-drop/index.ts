/**
 * J4: accuracy without a block.
 * @module
 */
export { blockDrop, blockDrops as measure, flips, storedBlockDrops, type BlockDrop } from './measure';
export { blockDropAgainstBlock as figure } from './figure';
export { flippedImages } from './flipped-images';
