import { from, type ColumnTable } from 'arquero';
import { take } from '../data/dataset';
import { loadTask } from '../data/task';
import type { Engine } from '../engine/engine';
import { storedRows, type Entry } from '../measuring/entry';
import { distinctMeasures, type Measure, type OnFraction } from '../measuring/measure';
import { measureAll } from '../measuring/measure-all';
import type { Measured } from '../measuring/measured';
import { subjectOf } from '../runs/measure-run';
import { openStore, type RunStore, type StoredRun } from '../runs/run-store';
import { trainedNetwork } from '../runs/trained-network';
import { runKey } from './run-key';

/** What a measure said of every run that asked for it: one row for each of its rows, behind what tells runs apart. @throws Error for rows that do not fit the measure */
export function measureTable<Row extends object>(runs: readonly StoredRun[], measure: Measure<Row>, images: Entry['images'] = 'test'): ColumnTable {
  return from(
    runs.flatMap((run) => {
      const rows = run.measurements && storedRows(run.measurements, measure, images);
      return (rows ?? []).map((row) => ({ ...runKey(run), ...row }));
    }),
  );
}

/** How {@link measureRuns} goes about it. */
export interface MeasureRunsOptions {
  /** test images from the front; all that a run names unless given */
  readonly images?: number;
  readonly store?: RunStore;
  readonly onFraction?: OnFraction;
}

/**
 * Measures the networks of runs anew, e.g. by a measure of one's own, from their checkpoints, on their test images.
 * @returns a table for each measure under its name, as {@link measureTable} has it
 * @throws Error naming two measures of one name; StoreError where a run is not done or its network is not here
 */
export async function measureRuns(engine: Engine, runs: readonly StoredRun[], measures: readonly Measure[], { onFraction = () => undefined, ...options }: MeasureRunsOptions = {}): Promise<Readonly<Record<string, ColumnTable>>> {
  distinctMeasures(measures);
  const rows = new Map(measures.map(({ name }) => [name, [] as object[]]));
  for (const [i, stored] of runs.entries()) {
    const measured = await measureAnew(engine, stored, measures, { ...options, onFraction: (fraction) => onFraction((i + fraction) / runs.length) });
    for (const measure of measures) rows.get(measure.name)!.push(...measured.rows(measure).map((row) => ({ ...runKey(stored), ...row })));
  }
  return Object.fromEntries([...rows].map(([name, each]) => [name, from(each)]));
}

/** Measures the network of one run anew. @throws as {@link measureRuns} */
export async function measureAnew(engine: Engine, stored: StoredRun, measures: readonly Measure[], { images, store = openStore(), onFraction = () => undefined }: MeasureRunsOptions = {}): Promise<Measured> {
  const { run } = stored;
  const data = await loadTask(run.task, run.trainImages, run.testImages);
  const trained = await trainedNetwork(engine, store, stored);
  try {
    const set = take(data.test, Math.min(images ?? data.test.size, data.test.size));
    return await measureAll(subjectOf(engine, run, trained, data, set), measures, { onFraction });
  } finally {
    trained.dispose();
  }
}
