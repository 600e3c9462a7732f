import { rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { startEngine } from '../engine/engine';
import { checkedInWords } from '../experiments/certificate';
import { checkRun } from '../experiments/check-runs';
import { AGAIN_VARIANT, settingKey } from '../tables/condition';
import { findRun, openStore, pathOf, type RunStore, type StoredRun } from '../runs/run-store';
import { runKey } from '../tables/run-key';
import { failureInWords, trainWithProgress } from './run-with-progress';

const FOLDER = resolve(__dirname, '..', '..', 'output', 'again');

/**
 * Trains a run once more, from its first step, and says how it compares with what was trained before. An interrupt stops it, and the
 * next call goes on from there.
 * @param runs that are done, e.g. those of the record
 * @param name of one of them, or its beginning
 * @returns the runs of its setting, and behind them the one that was trained again, as of a variant of its own
 * @throws RangeError where not exactly one run is meant; Error when it cannot be trained
 */
export async function trainAgain(runs: readonly StoredRun[], name: string, store: RunStore = openStore(FOLDER)): Promise<StoredRun[]> {
  const [before, ...others] = runs.filter(({ hash }) => hash.startsWith(name));
  if (!before || others.length > 0) throw new RangeError(`"${name}" is the beginning of ${before ? others.length + 1 : 0} of these runs' names; they are ${runs.map(({ hash }) => hash).join(', ')}.`);
  if (findRun(store, before.run).status === 'done') rmSync(pathOf(store, before.hash), { recursive: true });
  const [failed] = await trainWithProgress(await startEngine(), store, [before.run], { anew: true });
  if (failed) throw new Error(failureInWords(failed));
  const again = findRun(store, before.run);
  console.log(checkedInWords(checkRun(before, again, runs)));
  const setting = settingKey(runKey(before));
  return [...runs.filter((each) => settingKey(runKey(each)) === setting), { ...again, run: { ...again.run, variant: AGAIN_VARIANT } }];
}
