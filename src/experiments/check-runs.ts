import { sampleStandardDeviation } from 'simple-statistics';
import { generator } from '../data/random';
import { writeJson } from '../files/json-numbers';
import { MEASURES } from '../ideas/measures';
import { secondsOf, type Start } from '../runs/environment';
import type { StoredRun } from '../runs/run-store';
import { settingKey } from '../tables/condition';
import { runKey } from '../tables/run-key';
import { runRowOf } from '../tables/tables-of-runs';
import { runName } from './run-name';

/** How a run is chosen to be trained again. */
export interface Draw {
  readonly count: number;
  /** of the draw */
  readonly seed: number;
  /** the runs that took the shortest, in place of random ones */
  readonly fastest: boolean;
}

/** Numbers of a network that are compared, in units of their spread over seeds. */
const NUMBERS = ['testError', 'convergenceIndex', 'recurrenceIndex', 'divergenceIndex', 'exchangeIndex'] as const;
/** By how many standard deviations over seeds a number may be off where bits need not be the same (ours). */
const MOST_SPREADS = 3;

export interface Deviation {
  readonly number: (typeof NUMBERS)[number];
  readonly recorded: number;
  readonly now: number;
  /** standard deviation over the recorded seeds of the setting; null: of fewer than two */
  readonly spread: number | null;
  readonly inSpreads: number | null;
}

/** What a run that was trained again says of the recorded one. */
export interface CheckedRun {
  readonly run: string;
  readonly name: string;
  readonly sameProcessorAndLibrary: boolean;
  /** whether learning curve and measurements are the same, bit by bit */
  readonly sameBits: boolean;
  /** whether the code that trains and measures is that of the record */
  readonly sameCode: boolean;
  readonly deviations: readonly Deviation[];
  readonly seconds: number;
  /** bits must be the same on the same kind of processor and library; elsewhere no number may be off by more than three spreads */
  readonly passed: boolean;
}

/** Runs of a record to be trained again. */
export function drawRuns(recorded: readonly StoredRun[], { count, seed, fastest }: Draw): StoredRun[] {
  const runs = [...recorded].sort((a, b) => (fastest ? secondsOf(a.environment) - secondsOf(b.environment) : 0) || (a.hash < b.hash ? -1 : 1));
  if (!fastest) generator(seed, 'check').shuffle(runs);
  return runs.slice(0, count);
}

/** Compares a run with itself, trained again. @param recorded all runs of the record, for the spread over seeds */
export function checkRun(before: StoredRun, again: StoredRun, recorded: readonly StoredRun[]): CheckedRun {
  const starts = [...before.environment, ...again.environment];
  const sameProcessorAndLibrary = new Set(starts.map(kindOf)).size === 1;
  const bits = ({ records, measurements }: StoredRun): string => writeJson({ records, measurements });
  const sameBits = bits(before) === bits(again);
  const deviations = deviationsOf(before, again, recorded);
  return {
    run: before.hash,
    name: runName(before.run),
    sameProcessorAndLibrary,
    sameBits,
    sameCode: new Set(starts.map(({ code }) => code)).size === 1,
    deviations,
    seconds: secondsOf(again.environment),
    passed: sameBits || (!sameProcessorAndLibrary && deviations.every(({ inSpreads }) => inSpreads === null || inSpreads <= MOST_SPREADS)),
  };
}

/** What bits depend on besides run and code. */
const kindOf = ({ cpu, device, engine, tfjs, threads, oneDNN, instructions = 'AVX2' }: Start): string =>
  JSON.stringify([cpu, device, engine, tfjs, threads, oneDNN, oneDNN ? instructions : null]);

function deviationsOf(before: StoredRun, again: StoredRun, recorded: readonly StoredRun[]): Deviation[] {
  const setting = settingKey(runKey(before));
  const rows = recorded.filter((each) => settingKey(runKey(each)) === setting).flatMap((each) => runRowOf(each, MEASURES) ?? []);
  const [old, now] = [before, again].map((each) => runRowOf(each, MEASURES));
  if (!old || !now) return [];
  return NUMBERS.flatMap((number) => {
    const [a, b] = [old[number], now[number]];
    if (a === null || b === null || (Number.isNaN(a) && Number.isNaN(b))) return [];
    const values = rows.flatMap((row) => row[number] ?? []).filter(Number.isFinite);
    const spread = values.length < 2 ? null : sampleStandardDeviation(values);
    const off = Number.isNaN(b - a) ? Infinity : Math.abs(b - a);
    return [{ number, recorded: a, now: b, spread, inSpreads: off === 0 ? 0 : spread === null ? null : off / spread }];
  });
}
