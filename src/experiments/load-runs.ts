import type { Run } from '../runs/run';
import { findRun, openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { experimentsOf } from './experiments';
import { RECORD_FILE, recordedRuns } from './record';

/**
 * Runs as they stand, in the order in which they are asked for: from the store, and what is not done there from the record. Nothing is trained.
 * @throws ResultsFileError or StoreError for a damaged file
 */
export async function findRuns(asked: readonly Run[], store: RunStore = openStore(), record: string = RECORD_FILE): Promise<StoredRun[]> {
  const recorded = await recordedRuns(asked, record);
  return asked.map((run) => {
    const stored = findRun(store, run);
    const kept = stored.status === 'done' ? undefined : recorded.get(stored.hash);
    return kept ? { ...kept, run } : stored;
  });
}

/**
 * All runs of a preset, those too that are not done: see {@link findRuns}.
 * @throws RangeError for an unknown preset; ResultsFileError or StoreError for a damaged file; Error when no run is done, which says how to train them
 */
export async function loadRuns(preset: string, store: RunStore = openStore(), record: string = RECORD_FILE): Promise<StoredRun[]> {
  const runs = await findRuns(experimentsOf(preset).flatMap((each) => each.runs), store, record);
  if (!runs.some(({ status }) => status === 'done')) {
    throw new Error(`None of the ${runs.length} runs of the preset ${preset} is done in ${store.folder} or in the record ${record}: train them, "npm run train -- --preset ${preset}".`);
  }
  return runs;
}
