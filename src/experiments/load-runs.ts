import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { readResults } from '../tables/results-file';
import { findRun, openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { experimentsOf } from './experiments';

/** Where the repository keeps results that travel without their runs' folders. */
const RESULTS = resolve(__dirname, '..', '..', 'notebooks', 'results');

/** The results file of a preset, if the repository has one. */
export const resultsFileOf = (preset: string): string => join(RESULTS, `${preset}.parquet`);

/**
 * All runs of a preset, those too that are not done: from the store, and where that has not finished a run, from the results file
 * of the preset, if there is one. Nothing is trained.
 * @param resultsFile default: {@link resultsFileOf} the preset
 * @throws RangeError for an unknown preset; ResultsFileError or StoreError for a damaged file; Error when no run is done, which says
 * how to train them
 */
export async function loadRuns(preset: string, store: RunStore = openStore(), resultsFile: string = resultsFileOf(preset)): Promise<StoredRun[]> {
  const planned = experimentsOf(preset).flatMap(({ runs }) => runs);
  const filed = new Map(existsSync(resultsFile) ? (await readResults(resultsFile)).map((run) => [run.hash, run]) : []);
  const runs = planned.map((run) => {
    const stored = findRun(store, run);
    return stored.status === 'done' ? stored : (filed.get(stored.hash) ?? stored);
  });
  if (!runs.some(({ status }) => status === 'done')) {
    throw new Error(
      `None of the ${runs.length} runs of the preset ${preset} is done in ${store.folder}, and there is no results file ${resultsFile} with them: ` +
        `run the notebooks of the tasks first, or "npm run train -- --preset ${preset}".`,
    );
  }
  return runs;
}
