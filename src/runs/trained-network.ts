import { existsSync } from 'node:fs';
import type { Engine } from '../engine/engine';
import { definedNetwork } from '../networks/defined-network';
import { finished, type TrainedNetwork } from '../training/trainer';
import { readCheckpoint } from './checkpoint';
import { findKept, readKept } from './kept-networks';
import { openStore, pathOf, type RunStore, type StoredRun } from './run-store';
import { StoreError } from './store-error';

/**
 * The network that a run trained, from its checkpoint or from the networks that the repository holds: for measurements beyond those of
 * the run. The repository's largest networks have kernels in half precision, see `study/README.md`. Its values live until disposed.
 * @throws StoreError when the run is not done, or its checkpoint is not there or damaged; WeightsError
 */
export async function trainedNetwork(engine: Engine, store: RunStore, { hash, run, status }: Pick<StoredRun, 'hash' | 'run' | 'status'>): Promise<TrainedNetwork> {
  const path = pathOf(store, hash, 'checkpoint');
  if (status !== 'done') throw new StoreError(pathOf(store, hash), `is not done (${status})`, 'train it first');
  const kept = existsSync(path) ? undefined : await findKept(run);
  if (kept) return readKept(engine, kept);
  if (!existsSync(path)) throw new StoreError(path, 'is missing: only the results of the run are here', 'train it here, or copy its folder from where it was trained');
  const network = definedNetwork(run.network);
  const { state } = await readCheckpoint(engine, path, hash, network, run.training);
  return finished(engine, network, state, run.training);
}

/** Those of the runs whose networks are here: in the store, or among those that the repository holds. Only they can be measured anew. */
export async function runsWithNetworks(runs: readonly StoredRun[], store: RunStore = openStore()): Promise<StoredRun[]> {
  const here: StoredRun[] = [];
  for (const stored of runs.filter(({ status }) => status === 'done')) {
    if (existsSync(pathOf(store, stored.hash, 'checkpoint')) || (await findKept(stored.run))) here.push(stored);
  }
  return here;
}
