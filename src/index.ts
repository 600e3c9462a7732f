/**
 * The public interface of iterative-resnets: what notebooks import. Ideas of the papers and concerns are namespaces: an idea has its `measure`
 * (what `measuring.measureAll` takes) and its `figure`; `show` shows a figure or a table.
 * @module
 */
export { startEngine, type Engine, type EngineReport } from './engine/engine';
export { show } from './notebook/show';
export { progress, type Progress } from './notebook/progress';
export { checkpoint } from './notebook/checkpoint';
export { follow } from './notebook/follow';
export { runWithProgress } from './notebook/run-with-progress';
export { showStatus, type StatusOptions } from './notebook/show-status';

export * as blockDrop from './ideas/block-drop';
export * as borderlineExamples from './ideas/borderline-examples';
export * as controls from './ideas/controls';
export * as cosineLoss from './ideas/cosine-loss';
export * as earlyReadout from './ideas/early-readout';
export * as generalization from './ideas/generalization';
export * as gradientCoupling from './ideas/gradient-coupling';
export * as indices from './ideas/indices';
export * as l2Ratio from './ideas/l2-ratio';
export * as lipschitzConstraint from './ideas/lipschitz-constraint';
export * as sharing from './ideas/sharing';
export * as taylorTerm from './ideas/taylor-term';
export * as unrolling from './ideas/unrolling';
export * as weightSimilarity from './ideas/weight-similarity';

export * as claims from './face/claims';
export * as data from './face/data';
export * as experiments from './face/experiments';
export * as figures from './face/figures';
export * as measuring from './face/measuring';
export * as networks from './face/networks';
export * as runs from './face/runs';
export * as tables from './face/tables';
export * as training from './face/training';
