/**
 * L3: what the Lipschitz constraint does to the indices, and the bound that blocks have.
 * @module
 */
export { boundsOfBlocks as measure, largestBound, lipschitzBounds, type BlockLipschitz } from './measure';
export { indicesAgainstLipschitz as figure } from './figure';
