/**
 * Figures of no single idea: from tables, to be shown; and what figures are made from: `new Figure` of plotly's data and layout, with this theme's frame, axes and colors.
 * @module
 */
export { Figure } from '../figures/figure';
export { againstBlock, type AgainstBlock } from '../figures/against-block';
export { exampleImages } from '../figures/example-images';
export { learningCurves } from '../figures/learning-curves';
export { scatter } from '../figures/scatter';
export { axis, axisSuffix, columnDomain, frame, logarithmicAxis, palette, panelHeading } from '../figures/theme';
export { claimEffects } from '../figures/claims/claim-effects';
export { claimLedger } from '../figures/claims/claim-ledger';
export { sensitivityMatrix } from '../figures/claims/sensitivity-matrix';
