import type { Engine } from '../engine/engine';
import type { Protocol } from '../measuring/protocol';
import { readSealed } from './sealed-json';
import { KEPT_NETWORKS } from './kept-networks';
import { measurementsSchema } from './measurements';
import type { Run } from './run';
import { lockRun } from './run-lock';
import { RunSession, type OnProgress } from './run-session';
import { describeRun, enterRun, pathOf, REMEDIES, type RunStore } from './run-store';

/** How a run is watched. */
export interface TrainRunOptions {
  /**
   * Called after every step and while measuring with the fraction of the run that is done; awaited. What it throws stops the run
   * within a step, after a checkpoint, and comes through.
   */
  readonly onProgress?: OnProgress;
  /**
   * Folders of trained networks: one that was trained as the run is, on the same data, is taken over, and only measured. Those of the
   * repository unless given; none: it is trained, whatever there is.
   */
  readonly kept?: readonly string[];
}

/**
 * Trains a run, unless its network is kept already, and measures it, from where it stands; does nothing where it is done. A run that was interrupted, at any instant and in any way,
 * ends with the bits of one that was not (on the CPU, with as many threads).
 * @param protocols what a run measures, by the names in its configuration
 * @throws RunBusyError when another process is at it; NonFiniteError when a number stops being finite; StoreError when a file is damaged or
 * cannot be written; DataError; what `onProgress` threw
 */
export async function trainRun(engine: Engine, store: RunStore, run: Run, protocols: readonly Protocol[], { onProgress = () => undefined, kept = KEPT_NETWORKS }: TrainRunOptions = {}): Promise<'trained' | 'was done'> {
  const hash = enterRun(store, run);
  if (isDone(store, hash)) return 'was done';
  const lock = await lockRun(pathOf(store, hash));
  try {
    await describeRun(store, hash, run);
    if (isDone(store, hash)) return 'was done';
    await new RunSession(engine, store, hash, run, protocols, lock, kept, onProgress).go();
    return 'trained';
  } finally {
    await lock.release();
  }
}

function isDone(store: RunStore, hash: string): boolean {
  return readSealed(pathOf(store, hash, 'measurements'), measurementsSchema, REMEDIES.measurements) !== undefined;
}
