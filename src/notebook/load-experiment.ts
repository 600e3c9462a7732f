import { SWEEP, type Experiment } from '../experiments/experiment';
import { findRuns } from '../experiments/load-runs';
import { runName } from '../experiments/run-name';
import { runHash } from '../runs/run';
import { openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { runWithProgress } from './run-with-progress';

/** Missing runs that are named one by one. */
const NAMED = 5;

/**
 * The runs of an experiment that are done, from the store and the record; those that are missing are named, with the command that trains
 * them. Nothing is trained but at preset `smoke`, whose networks take seconds.
 * @throws Error when no run is done; ResultsFileError for a damaged record, and for a given one that is not there
 */
export async function loadExperiment(experiment: Experiment, store: RunStore = openStore(), record?: string): Promise<StoredRun[]> {
  const { name, title, preset } = experiment;
  if (preset === 'smoke') return runWithProgress(experiment, store);
  const found = new Map((await findRuns(experiment.runs, store, record)).map((stored) => [stored.hash, stored]));
  const done = [...found.values()].filter(({ status }) => status === 'done');
  const missing = experiment.runs.flatMap((run) => {
    const hash = runHash(run);
    const status = found.get(hash)?.status ?? 'damaged';
    return status === 'done' ? [] : [{ hash, run, status }];
  });
  const isSweep = preset === SWEEP;
  const command = isSweep ? 'npm run train -- --sweep FILE.json' : `npm run train -- --preset ${preset}`;
  console.log(`${done.length} of ${experiment.runs.length} networks of the ${title} experiment are trained and measured.`);
  for (const { hash, run, status } of missing.slice(0, NAMED)) console.log(`missing (${status}): ${runName(run)}; ${command} --run ${hash}`);
  const more = missing.length > NAMED ? `… and ${missing.length - NAMED} more are missing; ` : '';
  const all = isSweep ? 'await runWithProgress(…) here, or the command with the sweep as FILE.json,' : `${command} --experiment ${name}`;
  if (more !== '' || (isSweep && missing.length > 0)) console.log(`${more}${all} trains them all.`);
  if (done.length === 0) throw new Error(`No run of the ${title} experiment is done: train some first, as said above.`);
  return done;
}
