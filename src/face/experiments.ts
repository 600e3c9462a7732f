/**
 * Experiments: which runs they are at which preset, and J1 to J7 on published networks.
 * @module
 */
export { experiment, EXPERIMENT_NAMES, experimentsOf, type ExperimentName } from '../experiments/experiments';
export { type Experiment } from '../experiments/experiment';
export { sweep, type Sweep } from '../experiments/sweep';
export { PRESETS, type Preset } from '../experiments/presets';
export { settingsTable } from '../experiments/settings-table';
export { trainRuns, type FailedRun, type RunsProgress } from '../experiments/train-runs';
export { runName } from '../experiments/run-name';
export { findRuns, loadRuns } from '../experiments/load-runs';
export { loadExperiment } from '../notebook/load-experiment';
export { trainAgain } from '../notebook/train-again';
export { iterativeInferenceExperiment, type IterativeInferenceExperiment } from '../experiments/published/experiment';
export { publishedSubject, type NamedNetwork, type Subject } from '../experiments/published/subject';
export { iterativeInferenceSettings, networkTable, recordedWhere } from '../experiments/published/tables';
export { measureSection, measureUnrolling, type SectionName, type UnrolledNetwork } from '../experiments/published/sections';
export { type Section } from '../experiments/published/section';
export { readPublished, type PublishedRecord } from '../experiments/published/record';
