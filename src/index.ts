/**
 * The public interface of iterative-resnets: what notebooks import.
 * @module
 */
export { startEngine, type Engine, type EngineReport } from './engine/engine';
export { Operations } from './engine/operations';

export { loadCifar10, loadCifar100, loadMnist, type CifarLoadOptions, type LoadOptions } from './data/load';
export { loadDigitclutter, type DigitclutterOptions } from './data/digitclutter/load-digitclutter';
export { sampleStimuli, type DigitCount, type Part } from './data/digitclutter/generate';
export { drawStimuli, type DrawingProgress, type OnDrawing } from './data/digitclutter/image-set';
export { readStimuli, StimulusError, writeStimuli } from './data/digitclutter/stimulus-file';
export { type Character, type Stimulus } from './data/digitclutter/stimulus';
export { loadTypeface, type Typeface } from './data/digitclutter/typeface';
export { labelsPerImage, take, type Dataset, type ImageSet, type Normalization, type Provenance } from './data/dataset';

export { ResidualNetwork } from './networks/residual-network';
export { type NetworkDefinition, type NetworkInput } from './networks/definition';
export { namedNetwork, NETWORK_NAMES, type NetworkName } from './networks/named-networks';

export { chanceAccuracy } from './objectives/right';
export { train, type AfterStep } from './training/train';
export { Trainer, type StepReport, type TrainedNetwork, type TrainingPosition } from './training/trainer';
export { type TrainingInput, type TrainingSettings } from './training/settings';
export { evaluate, type Evaluation } from './measuring/evaluate';
export { NonFiniteError } from './training/non-finite';

export { loadNetwork, saveNetwork, type NetworkValues, type SavedNetwork } from './weights/network-file';
export { loadPublishedNetwork, PUBLISHED_NETWORKS, type PublishedName, type PublishedWeights } from './weights/published-networks';
export { loadCifarResnet } from './weights/cifar-resnet';
export { type ImportedNetwork } from './weights/imported-network';
export { readTensors, writeTensors } from './weights/safetensors';
export { type StoredTensor, type TensorFile } from './weights/tensor-file';
export { WeightsError } from './weights/weights-error';

export { measurable, measurableInTraining, type Layer, type MeasurableNetwork, type MeasurableStage } from './networks/measurable-network';
export { measureIndices, threeIndices, type Curve, type Indices, type NetworkIndices, type StageIndices } from './ideas/indices/measure';
export { type BlockProgram, type Layout, type StageProgram } from './measuring/programs/block-programs';
export { measurePrograms, outcomesOf, type Outcomes, type ProgramAnalyses, type ProgramAnalysis } from './measuring/programs/program-analysis';
export { runBlockPrograms, type Accuracies, type Correctness, type ProgramResults } from './measuring/programs/program-results';
export { readPrograms, type ProgramOptions, type ReadLogits } from './measuring/programs/run-programs';
export { programCost, type ProgramCost } from './measuring/programs/program-cost';
export { convergenceIndex } from './ideas/indices/convergence-index';
export { recurrenceIndex } from './ideas/indices/recurrence-index';
export { divergenceIndex } from './ideas/indices/divergence-index';
export { effectiveParameters, effectiveParametersByName, participationRatio } from './ideas/generalization/measure';
export { lipschitzBounds, type BlockLipschitz } from './ideas/lipschitz-constraint/measure';

export { measureBlocks, type BlockAnalysis, type BlockMeasurement, type BlockOnBatch } from './measuring/gradients/block-pass';
export { lossChange, taylorTerm, taylorTermBehind } from './ideas/taylor-term/measure';
export { cosineLoss } from './ideas/cosine-loss/measure';
export { l2Ratio } from './ideas/l2-ratio/measure';
export { borderlineExamples, BORDERLINE_MARGIN, type BorderlineExamples } from './ideas/borderline-examples/measure';
export { chooseScale, unrollLastBlock, UNROLLING_SCALES, type UnrolledNetwork } from './ideas/unrolling/measure';
export { blockDrop, type BlockDrop } from './ideas/block-drop/measure';
export { earlyReadout, type EarlyReadout, type ImageReadouts } from './ideas/early-readout/measure';
export { blockShuffling, blockSwapping, type BlockOrders } from './ideas/controls/block-order';
export { randomBlockDrop, type RandomBlockDrop } from './ideas/controls/random-blocks';
export { earlyReadoutHistory } from './measuring/early-readout-history';
export { sharingVariants, type SharingOptions } from './ideas/sharing/variants';
export { gradientNormRatio, stateNorms, type StateNorm } from './ideas/sharing/measure';
export { normsAtInitialization } from './measuring/norms-at-initialization';
export { stateNormHistory, type HistoryOf } from './measuring/state-norm-history';
export { gradientRatios } from './ideas/sharing/gradient-ratios';
export { inTurn } from './training/after-steps';
export { blockKernels, blockKernelsByName, meanWeightSimilarity, weightSimilarity } from './ideas/weight-similarity/measure';

export { measureNetwork, type MeasuredBlock, type MeasuredNetwork, type MeasuredStage, type Measurement } from './measuring/measure-network';
export { analysisTables, type AnalysisTables } from './measuring/analysis-tables';
export { blockTable, curveTable, indexTable } from './ideas/indices/table';

export { parseRun, runHash, MEASUREMENTS, type Run, type RunInput } from './runs/run';
export { findRun, lookAt, openStore, readRun, readRuns, type RunStatus, type RunStore, type StoredRun } from './runs/run-store';
export { trainRun, type TrainRunOptions } from './runs/train-run';
export { trainedNetwork } from './runs/trained-network';
export { readImages } from './runs/images-file';
export { type ImageResults } from './runs/image-results';
export { RunBusyError } from './runs/run-lock';
export { StoreError } from './runs/store-error';
export { type RecordedPoint } from './runs/records';
export { type Measurements } from './runs/measurements';
export { loadTask, TASKS, TASK_FACTS, type Task, type TaskFacts } from './data/task';

export { iterativeInferenceExperiment, type IterativeInferenceExperiment } from './experiments/published/experiment';
export { publishedSubject, type NamedNetwork, type Subject } from './experiments/published/subject';
export { iterativeInferenceSettings, networkTable } from './experiments/published/tables';
export { measureEveryBlock, type EveryBlock } from './experiments/published/every-block';
export { measureBlockDrops } from './experiments/published/drops';
export { measureEarlyReadouts } from './experiments/published/early-readouts';
export { measureBorderlineExamples } from './experiments/published/borderline';
export { measureUnrolling, type UnrolledLastBlock } from './experiments/published/unrolled';
export { PRESETS, type Preset } from './experiments/presets';
export { type Experiment } from './experiments/experiment';
export { experiment, EXPERIMENT_NAMES, experimentsOf, type ExperimentName } from './experiments/experiments';
export { trainRuns, type FailedRun, type RunsProgress } from './experiments/train-runs';
export { runName } from './experiments/run-name';
export { settingsTable } from './experiments/settings-table';

export { sensitivity, tablesOf, writeResults } from './experiments/results';
export { type RunTables } from './tables/tables-of-runs';
export { measureRuns, measureTable, type MeasureRunsOptions } from './tables/measures-of-runs';
export { errorTable } from './ideas/sharing/table';
export { summarize, readableSummary } from './tables/summarize';
export { imageTables, type ImageTables } from './tables/image-tables';
export { compareKinds, compareNetworks } from './tables/compare-networks';
export { readResults, ResultsFileError } from './tables/results-file';
export { loadRuns } from './experiments/load-runs';
export { ledger, type PublishedFindings } from './claims/ledger';
export { JAB18_CLAIMS, LPK24_CLAIMS } from './ideas/statements';
export { keepFindings, keptFindings } from './claims/findings/kept-findings';
export { claims, readableClaims } from './claims/claims';
export { claimVerdicts } from './claims/overall';
export { meanInterval, type Interval } from './statistics/interval';
export { bootstrap, weightedMean, type BootstrapOptions, type ImageInterval, type Intervals, type Weights } from './statistics/bootstrap';
export { blockMeans, blockMeanTable } from './tables/block-means';
export { taylorAgreement, taylorTable } from './ideas/taylor-term/rows';
export { borderlineMeans, borderlineTable } from './ideas/borderline-examples/rows';
export { unrollingMeans, unrollingTable } from './ideas/unrolling/rows';
export { findingRules, findingVerdicts, readableFindings } from './claims/findings/readable';
export { blockDropRows, blockDropTable } from './ideas/block-drop/rows';
export { blockOrderRows, blockOrderTable } from './ideas/controls/rows';
export { earlyReadoutRows, earlyReadoutTable } from './ideas/early-readout/rows';
export { networkIndexRows, networkIndexTable } from './ideas/indices/rows';
export { indexCurveRows, programCurveTable, randomDropRows } from './ideas/indices/curve-rows';

export { Figure } from './figures/figure';
export { exampleImages } from './figures/example-images';
export { learningCurves } from './figures/learning-curves';
export { readoutCurves } from './ideas/indices/figure';
export { indicesAgainstCoupling } from './ideas/gradient-coupling/figure';
export { indicesAgainstLipschitz } from './ideas/lipschitz-constraint/figure';
export { testErrorAgainstConstraints } from './ideas/generalization/figure';
export { testErrorAgainstParameters } from './ideas/generalization/test-error-against-parameters';
export { stateNormsAgainstBlock } from './ideas/sharing/figure';
export { gradientRatioHistory } from './ideas/sharing/ratio-figure';
export { earlyReadoutOverTraining } from './ideas/early-readout/history-figure';
export { weightSimilarityMatrix } from './ideas/weight-similarity/figure';
export { taylorTermsAgainstChange } from './ideas/taylor-term/figure';
export { cosineLossAgainstBlock, l2RatioAgainstBlock } from './figures/against-block';
export { borderlineCurves } from './ideas/borderline-examples/figure';
export { unrollingCurves, unrollingScales } from './ideas/unrolling/figure';
export { blockDropAgainstBlock } from './ideas/block-drop/figure';
export { earlyReadoutAgainstBlock } from './ideas/early-readout/figure';
export { indexCurves, blockControls } from './ideas/indices/network-figure';
export { claimEffects } from './figures/claims/claim-effects';
export { claimLedger } from './figures/claims/claim-ledger';
export { sensitivityMatrix } from './figures/claims/sensitivity-matrix';
export { flippedImages } from './ideas/block-drop/flipped-images';
export { scatter } from './figures/scatter';

export { show } from './notebook/show';
export { progress, type Progress } from './notebook/progress';
export { checkpoint } from './notebook/checkpoint';
export { measureWithProgress } from './notebook/measure-with-progress';
export { follow } from './notebook/follow';
export { runWithProgress } from './notebook/run-with-progress';
export { showStatus, type StatusOptions } from './notebook/show-status';
