/**
 * Runs: what is kept of a network that was trained and measured.
 * @module
 */
export { parseRun, runHash, MEASUREMENTS, type Run, type RunInput } from '../runs/run';
export { findRun, lookAt, openStore, readRun, readRuns, type RunStatus, type RunStore, type StoredRun } from '../runs/run-store';
export { trainRun, type TrainRunOptions } from '../runs/train-run';
export { trainedNetwork } from '../runs/trained-network';
export { readImages } from '../runs/images-file';
export { type ImageResults } from '../runs/image-results';
export { RunBusyError } from '../runs/run-lock';
export { StoreError } from '../runs/store-error';
export { type RecordedPoint } from '../runs/records';
export { type Measurements } from '../runs/measurements';
