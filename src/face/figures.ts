/**
 * Figures of no single idea: from tables, to be shown.
 * @module
 */
export { Figure } from '../figures/figure';
export { againstBlock, type AgainstBlock } from '../figures/against-block';
export { exampleImages } from '../figures/example-images';
export { learningCurves } from '../figures/learning-curves';
export { scatter } from '../figures/scatter';
export { claimEffects } from '../figures/claims/claim-effects';
export { claimLedger } from '../figures/claims/claim-ledger';
export { sensitivityMatrix } from '../figures/claims/sensitivity-matrix';
