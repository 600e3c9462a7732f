import { startEngine, type Engine } from '../engine/engine';
import { expectedTime, secondsTaken, secondsTakenBy, type SecondsTaken } from '../experiments/expected-time';
import type { Experiment } from '../experiments/experiment';
import { processCount } from '../experiments/do-jobs';
import { nameDamaged } from '../experiments/damaged-runs';
import { findRuns } from '../experiments/load-runs';
import { machineName, readRates, type Rates } from '../experiments/rates-file';
import { recordedRuns } from '../experiments/record';
import { runName } from '../experiments/run-name';
import { BUSY, distinctRuns, missingRuns, trainRuns, type FailedRun } from '../experiments/train-runs';
import { prepareOutputFolder } from '../files/output-folder';
import { codeDigest } from '../runs/code-digest';
import { runHash, type Run } from '../runs/run';
import { prepareStore } from '../runs/prepare-store';
import { openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { checkpoint, isInterrupt } from './checkpoint';
import { duration } from './duration';
import { progress } from './progress';

/**
 * Trains and measures what is missing of an experiment under a live line of progress, after saying how long it will take. An
 * interrupt stops it within a step, and the next start goes on from there. Runs that fail are named with their reasons.
 * @returns the runs that are done
 * @throws OutputError before any work when the results could not be written; what interrupted it; Error when no run is done
 */
export async function runWithProgress(experiment: Experiment, store: RunStore = openStore()): Promise<StoredRun[]> {
  await prepareOutputFolder();
  const engine = await startEngine();
  const failed = await trainWithProgress(engine, store, experiment.runs);
  failed.forEach((failure) => console.error(failureInWords(failure)));
  const onDamaged = nameDamaged(failed.map(({ reason }) => reason));
  const done = (await findRuns(experiment.runs, store, undefined, onDamaged)).filter(({ status }) => status === 'done');
  if (done.length === 0) throw new Error(`No run of the ${experiment.title} experiment is done: see the reasons above.`);
  if (done.length < experiment.runs.length) console.error(`${experiment.runs.length - done.length} of ${experiment.runs.length} runs are not done; what follows is without them.`);
  const digest = codeDigest();
  const old = done.filter(({ environment }) => environment.some(({ code }) => code !== digest)).length;
  if (old > 0) console.log(`${old} of these ${done.length} runs were trained or measured by other code than src holds now; delete their folders in ${store.folder} to train them again.`);
  return done;
}

/** How {@link trainWithProgress} goes about it. */
export interface TrainWithProgressOptions {
  /** whether they are trained whatever of them the repository holds */
  readonly anew?: boolean;
  /** stops it, instead of an interrupt */
  readonly signal?: AbortSignal;
}

/**
 * Trains what is missing of runs under a live line, which says how long it will take; before it, where `npm run plan` has timed them here.
 * @returns the runs that failed
 */
export async function trainWithProgress(
  engine: Engine,
  store: RunStore,
  asked: readonly Run[],
  { anew = false, signal }: TrainWithProgressOptions = {},
): Promise<FailedRun[]> {
  const runs = distinctRuns(asked);
  const missing = await missingRuns(store, runs, anew);
  if (missing.length === 0) {
    console.log(`${runs.length} networks are trained and measured already, in ${store.folder}.`);
    return [];
  }
  await prepareStore(store);
  const taken = await takenInRecord(runs);
  sayExpectedTime(engine, runs.length, missing, readRates(store, machineName(engine)), taken);
  const line = progress(runs.length, 'networks trained and measured', runs.length - missing.length);
  try {
    const failed = await trainRuns(engine, store, runs, async ({ done, whole, note, work }) => {
      line.update(done, note, whole, work);
      await checkpoint(signal);
    }, { anew, taken });
    const elsewhere = failed.filter(({ error }) => error === BUSY).length;
    const busy = elsewhere === 0 ? [] : [`${elsewhere} ${elsewhere === 1 ? 'is' : 'are'} being trained elsewhere`];
    if (failed.length === 0) line.finish();
    else if (elsewhere === failed.length) line.finish(`${runs.length - elsewhere} of ${runs.length} networks are trained and measured; ${busy.join()}.`);
    else line.stop(`${[`${failed.length - elsewhere} failed`, ...busy].join('; ')}.`);
    return failed;
  } catch (error) {
    line.stop(isInterrupt(error, signal) ? 'Interrupted; the next start goes on from here.' : (error as Error).message);
    throw error;
  }
}

/** Of a record that is damaged, nothing: whoever trains anew does not need it. */
async function takenInRecord(runs: readonly Run[]): Promise<SecondsTaken> {
  const recorded = await recordedRuns(runs).catch((): ReadonlyMap<string, StoredRun> => new Map());
  return secondsTaken([...recorded.values()]);
}

function sayExpectedTime(engine: Engine, all: number, missing: readonly Run[], rates: Rates, taken: SecondsTaken): void {
  const { seconds, processes, unknown } = expectedTime(missing, rates, processCount(engine, missing.length));
  const before = missing.length === all ? '' : ` (${all - missing.length} of ${all} are done)`;
  const elsewhere = secondsTakenBy(missing, taken);
  const inRecord = elsewhere === undefined ? '' : `; such networks took ${duration(1000 * elsewhere)} of one process where the record was made`;
  const time = unknown > 0 ? inRecord : `: about ${duration(1000 * seconds)} on this machine, by the measured time of their steps`;
  console.log(`${missing.length} network${missing.length === 1 ? '' : 's'} to train${before}, ${processes} at a time${time}.`);
}

/** One line that names a run and says why it is not done. */
export function failureInWords({ run, error, reason }: FailedRun): string {
  return `${runHash(run)} ${runName(run)} ${error === BUSY ? 'is left out' : 'failed'}: ${reason}`;
}
