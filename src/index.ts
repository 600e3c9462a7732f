/**
 * The public interface of iterative-resnets: what notebooks import.
 * @module
 */
export { startEngine, type Engine, type EngineReport } from './engine/engine';
export { Operations } from './engine/operations';

export { loadCifar10, loadCifar100, loadMnist, type CifarLoadOptions, type LoadOptions } from './data/load';
export { take, type Dataset, type ImageSet, type Normalization, type Provenance } from './data/dataset';

export { ResidualNetwork } from './networks/residual-network';
export { type NetworkDefinition, type NetworkInput } from './networks/definition';
export { namedNetwork, NETWORK_NAMES, type NetworkName } from './networks/named-networks';

export { train, type AfterStep, type StepReport, type TrainedNetwork } from './training/train';
export { type TrainingInput, type TrainingSettings } from './training/settings';
export { evaluate, type Evaluation } from './training/evaluate';
export { NonFiniteError } from './training/non-finite';

export { measurable, measurableInTraining, type Layer, type MeasurableNetwork, type MeasurableStage } from './indices/measurable-network';
export { measureIndices, threeIndices, type Curve, type Indices, type NetworkIndices, type StageIndices } from './indices/measure-indices';
export { type BlockProgram, type Layout, type StageProgram } from './indices/block-programs';
export { measurePrograms, outcomesOf, type Outcomes, type ProgramAnalyses, type ProgramAnalysis } from './indices/program-analysis';
export { runBlockPrograms, type Accuracies, type Correctness, type ProgramResults } from './indices/program-results';
export { readPrograms, type ProgramOptions, type ReadLogits } from './indices/run-programs';
export { programCost, type ProgramCost } from './indices/program-cost';
export { convergenceIndex } from './indices/convergence-index';
export { recurrenceIndex } from './indices/recurrence-index';
export { divergenceIndex } from './indices/divergence-index';
export { effectiveParameters, effectiveParametersByName, participationRatio } from './indices/effective-parameters';
export { lipschitzBounds, type BlockLipschitz } from './indices/lipschitz-bound';

export { blockDrop, type BlockDrop } from './analyses/block-drop';
export { earlyReadout, type EarlyReadout } from './analyses/early-readout';
export { blockShuffling, blockSwapping, type BlockOrders } from './analyses/block-shuffling';
export { randomBlockDrop, type RandomBlockDrop } from './analyses/random-block-drop';
export { measureReestimated } from './analyses/measure-reestimated';
export { reestimateStatistics, type ReestimatedNetwork } from './analyses/reestimated-statistics';
export { earlyReadoutHistory } from './analyses/early-readout-history';
export { sharingVariants, type SharingOptions } from './analyses/sharing-variants';
export { gradientNormRatio, stateNorms, type StateNorm } from './analyses/state-norms';
export { normsAtInitialization } from './analyses/norms-at-initialization';
export { stateNormHistory, type HistoryOf } from './analyses/state-norm-history';
export { gradientRatios } from './analyses/gradient-ratios';
export { inTurn } from './analyses/after-steps';
export { blockKernels, blockKernelsByName, meanWeightSimilarity, weightSimilarity } from './analyses/weight-similarity';

export { measureNetwork, type MeasuredBlock, type MeasuredStage, type Measurement } from './measure/measure-network';
export { blockTable, curveTable, indexTable } from './measure/measurement-tables';

export { mnistExperiment } from './experiments/mnist';
export { PRESETS, type Preset } from './experiments/presets';
export { type Experiment, type ExperimentCondition } from './experiments/experiment';
export { runExperiment, type ExperimentProgress, type ExperimentResults } from './experiments/run-experiment';
export { settingsTable } from './experiments/settings-table';

export { summarize, readableSummary } from './results/summarize';
export { claims, claimVerdicts, readableClaims } from './results/claims/claims';
export { meanInterval, type Interval } from './results/interval';
export { bootstrap, weightedMean, type BootstrapOptions, type ImageInterval, type Intervals, type Weights } from './results/bootstrap';

export { Figure } from './figures/figure';
export { exampleImages } from './figures/example-images';
export { learningCurves } from './figures/learning-curves';
export { readoutCurves } from './figures/readout-curves';
export { indicesAgainstCoupling } from './figures/indices-against-coupling';
export { indicesAgainstLipschitz } from './figures/indices-against-lipschitz';
export { testErrorAgainstConstraints } from './figures/test-error';
export { testErrorAgainstParameters } from './figures/test-error-against-parameters';
export { stateNormsAgainstBlock } from './figures/state-norms-against-block';
export { gradientRatioHistory } from './figures/gradient-ratio-history';
export { earlyReadoutOverTraining } from './figures/early-readout-history';
export { weightSimilarityMatrix } from './figures/weight-similarity-matrix';
export { claimEffects } from './figures/claim-effects';

export { show } from './notebook/show';
export { progress, type Progress } from './notebook/progress';
export { checkpoint } from './notebook/checkpoint';
export { runWithProgress } from './notebook/run-with-progress';
