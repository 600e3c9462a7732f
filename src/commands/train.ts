/**
 * `npm run train`: trains a run, or all that is missing of a preset, an experiment or a sweep.
 *
 * Exit status: 0 all is done, or others are at what is not; 1 something failed; 75 another process is at the one run that is asked for;
 * 130 or 143 interrupted, after a checkpoint.
 */
import { startEngine } from '../engine/engine';
import { checkpoint } from '../notebook/checkpoint';
import { progress } from '../notebook/progress';
import { failureInWords, trainWithProgress } from '../notebook/run-with-progress';
import { runHash, type Run } from '../runs/run';
import { openStore } from '../runs/run-store';
import { damageOf } from '../experiments/damaged-runs';
import { inTurn, type Experiment } from '../experiments/experiment';
import { doJobs } from '../experiments/do-jobs';
import { recordedRuns } from '../experiments/record';
import { runName } from '../experiments/run-name';
import { BUSY } from '../experiments/train-runs';
import { asAsked, chosen, commandOptions, runCommand } from './options';

const BUSY_STATUS = 75;

/** Aborts at the first SIGTERM or SIGINT, and knows the status to leave with. */
const stopping = new AbortController();
let statusOfSignal = 0;
for (const [signal, status] of [['SIGTERM', 143], ['SIGINT', 130]] as const) {
  process.on(signal, () => {
    statusOfSignal = status;
    stopping.abort(new Error('Interrupted; the next start goes on from here.'));
  });
}

async function trainOne(run: Run, anew: boolean): Promise<number> {
  if (!anew && (await recordedRuns([run])).size > 0) {
    console.log(`${runHash(run)} ${runName(run)} is in the record of the study; --from-scratch trains it again.`);
    return 0;
  }
  // As many threads as a worker of the pool has: the bits of a run do not depend on how it was started.
  process.env.TF_NUM_INTRAOP_THREADS ??= '1';
  const engine = await startEngine();
  const [store, name] = [openStore(), `${runHash(run)} ${runName(run)}`];
  const line = progress(100, `% of ${name}`);
  try {
    const [end] = await doJobs(engine, [{ kind: 'train', folder: store.folder, run, ...(anew && { kept: [] }) }], async ({ fractions, latest }) => {
      line.update(100 * fractions[0]!, latest?.note);
      await checkpoint(stopping.signal);
    });
    if (end?.ended === 'failed') {
      line.stop(end.reason);
      return end.error === BUSY ? BUSY_STATUS : 1;
    }
    const damage = damageOf(store, run);
    if (damage) {
      line.stop(damage.message);
      return 1;
    }
    line.finish(`${name} ${end?.ended === 'trained' ? 'is trained and measured' : 'was done already'}.`);
    return 0;
  } catch (error) {
    line.stop((error as Error).message);
    if (statusOfSignal > 0) return statusOfSignal;
    throw error;
  }
}

async function trainMissing(experiments: readonly Experiment[], anew: boolean): Promise<number> {
  const runs = inTurn(experiments);
  const engine = await startEngine();
  try {
    const failed = await trainWithProgress(engine, openStore(), runs, { anew, signal: stopping.signal });
    const stuck = failed.filter(({ error }) => error !== BUSY);
    stuck.forEach((failure) => console.error(failureInWords(failure)));
    return stuck.length === 0 ? 0 : 1;
  } catch (error) {
    if (statusOfSignal > 0) return statusOfSignal;
    throw error;
  }
}

async function train(): Promise<number> {
  const options = commandOptions();
  const experiments = chosen(options);
  if (options.run === undefined) return trainMissing(experiments, options.fromScratch);
  const run = experiments.flatMap(({ runs }) => runs).find((each) => runHash(each) === options.run);
  if (!run) throw new RangeError(`There is no run ${options.run} in ${asAsked(options)}: choose one that "npm run plan -- ${asAsked(options)} --list" names.`);
  return trainOne(run, options.fromScratch);
}

runCommand(train);
