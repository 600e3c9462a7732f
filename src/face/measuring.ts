/**
 * Measuring a network: all measures in one pass, a measure of your own, programs of blocks, intervals over images.
 * @module
 */
export { check } from '../measuring/check';
export { measureAll } from '../measuring/measure-all';
export { type Measured } from '../measuring/measured';
export { byPrograms, derived, ofEveryBlock, ofEveryStep, type About } from '../measuring/kinds';
export { type Measure, type Reading, type Subject } from '../measuring/measure';
export { type Protocol } from '../measuring/protocol';
export { MEASURES, USUAL_MEASURES } from '../ideas/measures';
export { PROTOCOLS } from '../ideas/protocols';
export { evaluate, type Evaluation } from '../measuring/evaluate';
export { outputs, type NumberArray, type Outputs } from '../measuring/outputs';
export { chanceAccuracy } from '../objectives/right';
export { measureWithProgress } from '../notebook/measure-with-progress';
export { measureBlocks, type BlockAnalysis, type BlockMeasurement, type BlockOnBatch } from '../measuring/gradients/block-pass';
export { type BlockProgram, type Layout, type StageProgram } from '../measuring/programs/block-programs';
export { measurePrograms, outcomesOf, type Outcomes, type ProgramAnalyses, type ProgramAnalysis } from '../measuring/programs/program-analysis';
export { runBlockPrograms, type Accuracies, type Correctness, type ProgramResults } from '../measuring/programs/program-results';
export { readPrograms, type ProgramOptions, type ReadLogits } from '../measuring/programs/run-programs';
export { programCost, type ProgramCost } from '../measuring/programs/program-cost';
export { bootstrap, weightedMean, type BootstrapOptions, type ImageInterval, type Intervals, type Weights } from '../statistics/bootstrap';
