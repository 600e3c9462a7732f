import { basename, dirname } from 'node:path';
import type { Run } from '../runs/run';
import { findRun, readRuns, type RunStore } from '../runs/run-store';
import { StoreError } from '../runs/store-error';

/** Told of a run of whose folder a file cannot be used, as often as it is met with. */
export type OnDamaged = (error: StoreError) => void;

/**
 * Names damaged runs on the error stream with what to do about them, each once.
 * @param named sentences of those that have been named already
 */
export function nameDamaged(named: readonly string[] = []): OnDamaged {
  const said = new Set(named);
  return ({ message }) => {
    if (!said.has(message)) console.error(`A run cannot be read: ${message}`);
    said.add(message);
  };
}

/** What is read of a run; undefined where a file of it cannot be used. @throws whatever else goes wrong */
export function unlessDamaged<T>(read: () => T, onDamaged: OnDamaged): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    onDamaged(error);
    return undefined;
  }
}

/** What is wrong with a run's folder; undefined: nothing, or there is none. */
export function damageOf(store: RunStore, run: Run): StoreError | undefined {
  let damage: StoreError | undefined;
  unlessDamaged(() => findRun(store, run), (error) => (damage = error));
  return damage;
}

/** What is wrong with the folders of a store that do not say which runs they are of, by the names of these; cheap enough for hundreds of runs. */
export function damagedConfigurations(store: RunStore): ReadonlyMap<string, StoreError> {
  const damaged = new Map<string, StoreError>();
  readRuns(store, () => false, (error) => damaged.set(basename(dirname(error.path)), error));
  return damaged;
}
