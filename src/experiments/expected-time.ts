import { mean, sum } from 'simple-statistics';
import type { Engine } from '../engine/engine';
import { secondsOf } from '../runs/environment';
import { canonicalJson, type Run } from '../runs/run';
import type { RunStore, StoredRun } from '../runs/run-store';
import { doJobs } from './do-jobs';
import { kindOf, runSeconds, type Rate } from './rate';
import { machineName, readRates, writeRates, type Rates } from './rates-file';

/**
 * The rates of all kinds of these runs on this machine: those that were measured before, and the others measured now, a few steps each.
 * @param onProgress called with kinds measured, of how many; throw to stop
 */
export async function ratesFor(
  engine: Engine,
  store: RunStore,
  runs: readonly Run[],
  onProgress: (done: number, kinds: number) => Promise<void> | void = () => undefined,
): Promise<Rates> {
  const machine = machineName(engine);
  const rates = new Map<string, Rate>(readRates(store, machine));
  const unknown = [...new Map(runs.map((run) => [kindOf(run), run]))].filter(([kind]) => !rates.has(kind));
  const ends = await doJobs(engine, unknown.map(([, run]) => ({ kind: 'time', run })), ({ ends: sofar }) =>
    onProgress(sofar.filter(Boolean).length, unknown.length),
  );
  ends.forEach((end, i) => {
    if (end.ended === 'timed') rates.set(unknown[i]![0], end.rate);
  });
  if (unknown.length > 0) await writeRates(store, machine, rates);
  return rates;
}

/** How long runs will take. */
export interface ExpectedTime {
  /** of a clock, with so many processes */
  readonly seconds: number;
  /** of processors, all runs together */
  readonly processorSeconds: number;
  readonly processes: number;
  /** runs whose kind could not be timed, which are not counted */
  readonly unknown: number;
}

/** Runs at these rates, shared out among processes in their order, each given to the process that is free first. */
export function expectedTime(runs: readonly Run[], rates: Rates, processes: number): ExpectedTime {
  const times = runs.map((run) => timeOf(run, rates));
  const busyUntil = Array.from({ length: processes }, () => 0);
  for (const time of times) {
    const free = busyUntil.indexOf(Math.min(...busyUntil));
    busyUntil[free]! += time ?? 0;
  }
  const known = times.flatMap((time) => time ?? []);
  return { seconds: Math.max(0, ...busyUntil), processorSeconds: sum(known), processes, unknown: times.length - known.length };
}

/** Seconds of one process that runs took where they were done: the mean of those that cost alike, which differ in seed or λ alone. */
export type SecondsTaken = ReadonlyMap<string, number>;

/** What runs that are done took. */
export function secondsTaken(done: readonly StoredRun[]): SecondsTaken {
  const groups = new Map<string, number[]>();
  for (const { run, environment } of done) {
    const length = lengthOf(run);
    groups.set(length, [...(groups.get(length) ?? []), secondsOf(environment)]);
  }
  return new Map([...groups].map(([length, seconds]) => [length, mean(seconds)]));
}

/** What such runs took in all, one after the other; undefined where one of them has no like. */
export function secondsTakenBy(runs: readonly Run[], taken: SecondsTaken): number | undefined {
  const times = runs.map((run) => taken.get(lengthOf(run)));
  return times.includes(undefined) ? undefined : sum(times as number[]);
}

/** How long runs take, their mean being 1, at rates that are known, else as such runs took elsewhere; one of neither counts as one of mean length. */
export function relativeTimes(runs: readonly Run[], rates: Rates, taken: SecondsTaken = new Map()): number[] {
  const times = runs.map((run) => timeOf(run, rates) ?? taken.get(lengthOf(run)));
  const known = times.flatMap((time) => time ?? []);
  const average = sum(known) / known.length;
  return times.map((time) => (time === undefined || average === 0 ? 1 : time / average));
}

/** Seconds; undefined where its kind was not timed. */
function timeOf(run: Run, rates: Rates): number | undefined {
  const rate = rates.get(kindOf(run));
  return rate && runSeconds(run, rate);
}

/** Equal for runs of one kind that are as long. */
function lengthOf(run: Run): string {
  const { trainImages, testImages, recordsPerEpoch, training: { epochs } } = run;
  return canonicalJson({ kind: kindOf(run), trainImages, testImages, recordsPerEpoch, epochs });
}
