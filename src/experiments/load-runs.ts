import { runHash, type Run } from '../runs/run';
import { findRun, openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { nameDamaged, unlessDamaged, type OnDamaged } from './damaged-runs';
import { experimentsOf } from './experiments';
import { RECORD_FILE, recordedRuns } from './record';

/**
 * Runs as they stand, in the order in which they are asked for: from the store, and what is not done there from the record. One that the
 * record does not hold, and of which a file in the store cannot be used, is left out. Nothing is trained.
 * @param record its file: the study's unless given; null: none
 * @param onDamaged told of each that is left out; names it on the error stream unless given
 * @throws ResultsFileError for a damaged record, and for a given one that is not there
 */
export async function findRuns(asked: readonly Run[], store: RunStore = openStore(), record?: string | null, onDamaged: OnDamaged = nameDamaged()): Promise<StoredRun[]> {
  const recorded: ReadonlyMap<string, StoredRun> = record === null ? new Map() : await recordedRuns(asked, record);
  return asked.flatMap((run) => {
    const kept = recorded.get(runHash(run));
    const stored = unlessDamaged(() => findRun(store, run), kept ? () => undefined : onDamaged);
    return stored?.status === 'done' || !kept ? (stored ?? []) : { ...kept, run };
  });
}

/**
 * All runs of a preset, those too that are not done: see {@link findRuns}.
 * @throws RangeError for an unknown preset; ResultsFileError for a damaged record, and for a given one that is not there; Error when no run is done, which says how to train them
 */
export async function loadRuns(preset: string, store: RunStore = openStore(), record?: string): Promise<StoredRun[]> {
  const asked = experimentsOf(preset).flatMap((each) => each.runs);
  const runs = await findRuns(asked, store, record);
  if (!runs.some(({ status }) => status === 'done')) {
    throw new Error(`None of the ${asked.length} runs of the preset ${preset} is done in ${store.folder} or in the record ${record ?? RECORD_FILE}: train them, "npm run train -- --preset ${preset}".`);
  }
  return runs;
}
