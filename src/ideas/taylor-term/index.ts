/**
 * J1: the first-order term of a block’s change of the loss.
 * @module
 */
export { lossChange, taylorTerm, taylorTermBehind, taylorTermOfBlocks as measure } from './measure';
export { taylorTermsAgainstChange as figure } from './figure';
