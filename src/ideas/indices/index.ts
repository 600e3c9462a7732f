/**
 * L1: Convergence, Recurrence, Divergence and Exchange Index, and the work of a stage.
 * @module
 */
export {
  curves, indices as measure, indicesOfStages, measureIndices, storedCurves, storedIndices, storedIndicesOfStages, threeIndices,
  type Curve, type Indices, type NetworkIndices, type StageIndices,
} from './measure';
export { exchange, exchangeOfNetwork, exchangeOfStages } from './exchange-index';
export { smallestWork, workOfStages } from './work';
export { convergenceIndex } from './convergence-index';
export { recurrenceIndex } from './recurrence-index';
export { divergenceIndex } from './divergence-index';
export { blockTable, curveTable, indexTable } from './table';
export { readoutCurves as figure } from './figure';
export { indexCurves } from './network-figure';
export { indicesAcrossTasks as acrossTasks } from './across-tasks';
