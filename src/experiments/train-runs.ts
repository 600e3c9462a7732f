import type { Engine } from '../engine/engine';
import { parseRun, runHash, type Run } from '../runs/run';
import { findRun, type RunStore } from '../runs/run-store';
import { damageOf, unlessDamaged, type OnDamaged } from './damaged-runs';
import { doJobs, processCount } from './do-jobs';
import { relativeTimes, type SecondsTaken } from './expected-time';
import type { JobEnd } from './job';
import { machineName, readRates } from './rates-file';
import { recordedRuns } from './record';
import { runName } from './run-name';

/** Name of the error of a run that another process is at. */
export const BUSY = 'RunBusyError';

/** A run that could not be trained. */
export interface FailedRun {
  readonly run: Run;
  /** name of the error, e.g. `NonFiniteError`; {@link BUSY}: another process is at it */
  readonly error: string;
  readonly reason: string;
}

/** Where the training of runs is. */
export interface RunsProgress {
  /** runs done, those in work by their fractions */
  readonly done: number;
  /** runs done, whole ones */
  readonly whole: number;
  readonly runs: number;
  /** of them, those that another process is at not among them */
  readonly failed: number;
  /** what is being done, for a reader */
  readonly note: string;
  /** in runs of mean length: done since this call, without what was found done of a run that goes on; and what is left */
  readonly work: { readonly done: number; readonly left: number };
}

/** Each run once, by the labels that come first. */
export function distinctRuns(runs: readonly Run[]): Run[] {
  const hashes = runs.map(runHash);
  return runs.filter((_, i) => hashes.indexOf(hashes[i]!) === i);
}

/**
 * The runs that are not done, in the store or in the record, each once; those too of which a file in the store cannot be used.
 * @param anew what the record holds is missing too
 * @param onDamaged told of each of the latter
 */
export async function missingRuns(store: RunStore, runs: readonly Run[], anew = false, onDamaged: OnDamaged = () => undefined): Promise<Run[]> {
  const recorded = anew ? undefined : await recordedRuns(runs);
  return distinctRuns(runs).filter((run) => !recorded?.has(runHash(run)) && unlessDamaged(() => findRun(store, run), onDamaged)?.status !== 'done');
}

/** How {@link trainRuns} goes about it. */
export interface TrainRunsOptions {
  /** whether they are trained whatever of them the repository holds */
  readonly anew?: boolean;
  /** what such runs took elsewhere, which tells how long those are that were not timed here */
  readonly taken?: SecondsTaken;
}

/**
 * Trains and measures what is missing of these runs. It may be stopped and started again at any time, and several processes may be at it.
 * One that fails, or of which a file cannot be used, does not stop the others.
 * @param onProgress awaited about ten times a second; throw to stop: what is under way is saved first
 * @returns the runs that failed, or that another process is at
 * @throws RangeError, before any work, for what is no run, although its type may say so
 */
export async function trainRuns(
  engine: Engine,
  store: RunStore,
  runs: readonly Run[],
  onProgress: (progress: RunsProgress) => Promise<void> | void = () => undefined,
  { anew = false, taken }: TrainRunsOptions = {},
): Promise<FailedRun[]> {
  const all = distinctRuns(runs.map(parseRun));
  const missing = await missingRuns(store, all, anew);
  const before = all.length - missing.length;
  const processes = processCount(engine, missing.length);
  const atWork = processes > 1 ? `${processes} at a time; ` : '';
  const lengths = relativeTimes(missing, readRates(store, machineName(engine)), taken);
  const found: number[] = [];
  const jobs = missing.map((run) => ({ kind: 'train', folder: store.folder, run, ...(anew && { kept: [] }) }) as const);
  const ends = await doJobs(engine, jobs, ({ fractions, ends: sofar, latest }) => {
    // The first fraction that a run tells is what it was found at.
    fractions.forEach((fraction, i) => {
      if (fraction > 0) found[i] ??= sofar[i] ? 0 : fraction;
    });
    const sum = (of: (fraction: number, i: number) => number): number => fractions.reduce((total, fraction, i) => total + lengths[i]! * of(fraction, i), 0);
    const work = { done: sum((fraction, i) => fraction - (found[i] ?? 0)), left: sum((fraction) => 1 - fraction) };
    const done = before + fractions.reduce((sum, fraction) => sum + fraction, 0);
    const note = latest ? `${runName(missing[latest.job]!)}: ${latest.note}` : 'starting';
    const ended = sofar.flatMap((end) => end ?? []);
    const failed = ended.filter((end) => end.ended === 'failed' && end.error !== BUSY).length;
    const whole = before + ended.filter((end) => end.ended !== 'failed').length;
    return onProgress({ done, whole, runs: all.length, failed, note: atWork + note, work });
  });
  return ends.flatMap((end: JobEnd, i): FailedRun[] => {
    const run = missing[i]!;
    if (end.ended === 'failed') return [{ run, error: end.error, reason: end.reason }];
    // A folder with measurements counts as done, whatever else is in it.
    const damage = damageOf(store, run);
    return damage ? [{ run, error: damage.name, reason: damage.message }] : [];
  });
}
