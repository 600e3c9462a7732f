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
export { evaluate, type Evaluation } from './training/evaluate';
export { NonFiniteError } from './training/non-finite';

export { loadNetwork, saveNetwork, type NetworkValues, type SavedNetwork } from './weights/network-file';
export { loadPublishedNetwork, PUBLISHED_NETWORKS, type PublishedName, type PublishedWeights } from './weights/published-networks';
export { loadCifarResnet } from './weights/cifar-resnet';
export { type ImportedNetwork } from './weights/imported-network';
export { readTensors, writeTensors } from './weights/safetensors';
export { type StoredTensor, type TensorFile } from './weights/tensor-file';
export { WeightsError } from './weights/weights-error';

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

export { measureBlocks, type BlockAnalysis, type BlockMeasurement, type BlockOnBatch } from './analyses/measure-blocks';
export { lossChange, taylorTerm, taylorTermBehind } from './analyses/taylor-term';
export { cosineLoss } from './analyses/cosine-loss';
export { l2Ratio } from './analyses/l2-ratio';
export { borderlineExamples, BORDERLINE_MARGIN, type BorderlineExamples } from './analyses/borderline-examples';
export { chooseScale, unrollLastBlock, UNROLLING_SCALES, type UnrolledNetwork } from './analyses/unrolling';
export { blockDrop, type BlockDrop } from './analyses/block-drop';
export { earlyReadout, type EarlyReadout, type ImageReadouts } from './analyses/early-readout';
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

export { measureNetwork, type MeasuredBlock, type MeasuredNetwork, type MeasuredStage, type Measurement } from './measure/measure-network';
export { analysisTables, type AnalysisTables } from './measure/analysis-tables';
export { blockTable, curveTable, indexTable } from './measure/measurement-tables';

export { parseRun, runHash, MEASUREMENTS, type Run, type RunInput } from './runs/run';
export { findRun, lookAt, openStore, readRun, readRuns, type RunStatus, type RunStore, type StoredRun } from './runs/run-store';
export { trainRun, type TrainRunOptions } from './runs/train-run';
export { trainedNetwork } from './runs/trained-network';
export { readImages } from './runs/images-file';
export { type ImageResults } from './runs/measurements/image-results';
export { RunBusyError } from './runs/run-lock';
export { StoreError } from './runs/store-error';
export { type RecordedPoint } from './runs/records';
export { type Measurements } from './runs/measurements';
export { loadTask, TASKS, TASK_FACTS, type Task, type TaskFacts } from './data/task';

export { iterativeInferenceExperiment, type IterativeInferenceExperiment } from './experiments/iterative-inference/experiment';
export { publishedSubject, type NamedNetwork, type Subject } from './experiments/iterative-inference/subject';
export { iterativeInferenceSettings, networkTable } from './experiments/iterative-inference/tables';
export { measureEveryBlock, type EveryBlock } from './experiments/iterative-inference/every-block';
export { measureBlockDrops } from './experiments/iterative-inference/drops';
export { measureEarlyReadouts } from './experiments/iterative-inference/early-readouts';
export { measureBorderlineExamples } from './experiments/iterative-inference/borderline';
export { measureUnrolling, type UnrolledLastBlock } from './experiments/iterative-inference/unrolled';
export { PRESETS, type Preset } from './experiments/presets';
export { type Experiment } from './experiments/experiment';
export { experiment, EXPERIMENT_NAMES, experimentsOf, type ExperimentName } from './experiments/experiments';
export { trainRuns, type FailedRun, type RunsProgress } from './experiments/train-runs';
export { runName } from './experiments/run-name';
export { settingsTable } from './experiments/settings-table';

export { tablesOf, type RunTables } from './results/tables-of-runs';
export { errorTable } from './results/error-table';
export { summarize, readableSummary } from './results/summarize';
export { imageTables, type ImageTables } from './results/image-tables';
export { compareKinds, compareNetworks } from './results/compare-networks';
export { readResults, ResultsFileError, writeResults } from './results/results-file';
export { loadRuns } from './experiments/load-runs';
export { ledger, type PublishedFindings } from './results/claims/ledger';
export { JAB18_CLAIMS, LPK24_CLAIMS } from './results/claims/statements';
export { sensitivity } from './results/claims/sensitivity';
export { keepFindings, keptFindings } from './results/findings/kept-findings';
export { claims, claimVerdicts, readableClaims } from './results/claims/claims';
export { meanInterval, type Interval } from './results/interval';
export { bootstrap, weightedMean, type BootstrapOptions, type ImageInterval, type Intervals, type Weights } from './results/bootstrap';
export { blockMeans, blockMeanTable } from './results/analyses/block-means';
export { taylorAgreement, taylorTable } from './results/analyses/taylor-agreement';
export { borderlineMeans, borderlineTable } from './results/analyses/borderline-examples';
export { unrollingMeans, unrollingTable } from './results/analyses/unrolling';
export { findingRules, findingVerdicts, readableFindings } from './results/findings/readable';
export { blockDropRows, blockDropTable } from './results/analyses/block-drops';
export { blockOrderRows, blockOrderTable } from './results/analyses/block-orders';
export { earlyReadoutRows, earlyReadoutTable } from './results/analyses/early-readouts';
export { networkIndexRows, networkIndexTable } from './results/analyses/network-indices';
export { indexCurveRows, programCurveTable, randomDropRows } from './results/analyses/program-curves';

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
export { taylorTermsAgainstChange } from './figures/taylor-terms';
export { cosineLossAgainstBlock, l2RatioAgainstBlock } from './figures/measures-against-block';
export { borderlineCurves } from './figures/borderline-curves';
export { unrollingCurves, unrollingScales } from './figures/unrolling-curves';
export { blockDropAgainstBlock } from './figures/block-drop';
export { earlyReadoutAgainstBlock } from './figures/early-readout';
export { indexCurves, blockControls } from './figures/program-curves';
export { claimEffects } from './figures/claim-effects';
export { claimLedger } from './figures/claim-ledger';
export { sensitivityMatrix } from './figures/sensitivity-matrix';
export { flippedImages } from './figures/flipped-images';
export { scatter } from './figures/scatter';

export { show } from './notebook/show';
export { progress, type Progress } from './notebook/progress';
export { checkpoint } from './notebook/checkpoint';
export { measureWithProgress } from './notebook/measure-with-progress';
export { follow } from './notebook/follow';
export { runWithProgress } from './notebook/run-with-progress';
export { showStatus, type StatusOptions } from './notebook/show-status';
