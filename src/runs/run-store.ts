import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { environmentSchema, type Start } from './environment';
import { measurementsSchema, type Measurements } from './measurements';
import { recordsSchema, type RecordedPoint } from './records';
import { parseRun, runHash, runSchema, type Run } from './run';
import { isLocked } from './run-lock';
import { readSealed, writeSealed } from './sealed-json';
import { StoreError } from './store-error';

/** A folder of runs, each in a folder of its own that is named by the run's hash. */
export interface RunStore {
  readonly folder: string;
}

/** Where a training is, for those who watch: nothing rests on it. */
export const progressSchema = z.strictObject({
  /** training steps done */
  step: z.int().nonnegative(),
  /** of the whole run, measuring included */
  fraction: z.number().min(0).max(1),
  /** what is being done, for a reader */
  note: z.string(),
  /** in this start, all that is done between steps included */
  stepsPerSecond: z.number().nonnegative(),
  /** UTC, ISO 8601 */
  at: z.string(),
});

/** Why a run could not go on. */
export const failureSchema = z.strictObject({ kind: z.string(), reason: z.string(), step: z.int().nonnegative(), at: z.string() });

export type RunProgress = Readonly<z.output<typeof progressSchema>>;
export type Failure = Readonly<z.output<typeof failureSchema>>;

/** new: nothing done yet; stopped: begun, and nobody is at it; failed: it could not go on, for the reason in `failure`. */
export const RUN_STATUSES = ['new', 'running', 'stopped', 'failed', 'done'] as const;
export type RunStatus = (typeof RUN_STATUSES)[number];

/** What a store has of a run. */
export interface StoredRun {
  readonly hash: string;
  readonly run: Run;
  readonly status: RunStatus;
  /** one entry each start */
  readonly environment: readonly Start[];
  readonly records: readonly RecordedPoint[];
  /** of a run that is done */
  readonly measurements?: Measurements;
  /** of a run that is not done */
  readonly progress?: RunProgress;
  readonly failure?: Failure;
}

/** The files of a run's folder. */
export const RUN_FILES = {
  configuration: 'configuration.json',
  environment: 'environment.json',
  records: 'records.json',
  checkpoint: 'checkpoint.safetensors',
  images: 'images.safetensors',
  measurements: 'measurements.json',
  progress: 'progress.json',
  failure: 'failure.json',
} as const;
export type RunFile = keyof typeof RUN_FILES;

const AGAIN = 'put back a copy of it, or delete the folder to train this run again';

/** What to do when one of them is damaged. */
export const REMEDIES: Readonly<Record<RunFile, string>> = {
  configuration: AGAIN,
  environment: AGAIN,
  records: 'delete it and measurements.json, and the next start writes both again from the checkpoint',
  checkpoint: AGAIN,
  images: 'delete it and measurements.json, and the next start measures again',
  measurements: 'delete it, and the next start measures again',
  progress: 'delete it; nothing is lost',
  failure: 'delete it; nothing is lost',
};

const project = resolve(__dirname, '..', '..');

/**
 * The store in a folder.
 * @param folder default: the one that the environment variable RUNS_DIR names, else output/runs of the project
 */
export function openStore(folder?: string): RunStore {
  const given = folder ?? process.env.RUNS_DIR;
  return { folder: given === undefined || given === '' ? join(project, 'output', 'runs') : resolve(given) };
}

/** Where a run's file lies, or its folder. */
export function pathOf({ folder }: RunStore, hash: string, file?: RunFile): string {
  return file === undefined ? join(folder, hash) : join(folder, hash, RUN_FILES[file]);
}

/** Makes a run's folder, unless it is there. @throws StoreError; RangeError for what is no run, although its type may say so */
export function enterRun(store: RunStore, run: Run): string {
  parseRun(run);
  const hash = runHash(run);
  try {
    mkdirSync(pathOf(store, hash), { recursive: true });
  } catch (error) {
    throw new StoreError(pathOf(store, hash), `could not be made (${(error as Error).message})`, 'name a folder that can be written to with RUNS_DIR', { cause: error });
  }
  return hash;
}

/** Writes down what a folder's run is, unless it says so; its lock must be held. @throws StoreError */
export async function describeRun(store: RunStore, hash: string, run: Run): Promise<void> {
  if (readConfiguration(store, hash) === undefined) await writeSealed(pathOf(store, hash, 'configuration'), run, runSchema);
}

/**
 * A run by its name, under the labels of whoever began it.
 * @throws StoreError when the store has no such run, or a file of it is damaged
 */
export function readRun(store: RunStore, hash: string): StoredRun {
  const run = readConfiguration(store, hash);
  if (run === undefined) throw new StoreError(pathOf(store, hash), 'is no run', 'name one that "npm run status" lists');
  const measurements = read(store, hash, 'measurements', measurementsSchema);
  return {
    hash,
    run,
    ...lookAt(store, hash),
    environment: read(store, hash, 'environment', environmentSchema) ?? [],
    records: read(store, hash, 'records', recordsSchema) ?? [],
    ...(measurements && { measurements }),
  };
}

function read<S extends z.ZodType>(store: RunStore, hash: string, file: RunFile, schema: S): z.output<S> | undefined {
  return readSealed(pathOf(store, hash, file), schema, REMEDIES[file]);
}

/** What a store has of a run that it may not have yet, under the labels that it is asked for by. @throws StoreError when a file of it is damaged */
export function findRun(store: RunStore, run: Run): StoredRun {
  const hash = runHash(run);
  if (existsSync(pathOf(store, hash, 'configuration'))) return { ...readRun(store, hash), run };
  return { hash, run, status: 'new', environment: [], records: [] };
}

/** Says on the error stream which run is left out, and why. */
const nameUnreadable = ({ message }: StoreError): void => console.error(`A run is left out: ${message}`);

/**
 * All runs of a store that a filter lets through, by name, under the labels of whoever began them. One of which a file cannot be used is left
 * out, and the others are read.
 * @param onUnreadable told of each that is left out; names it on the error stream unless given
 */
export function readRuns(store: RunStore, filter: (run: Run) => boolean = () => true, onUnreadable: (error: StoreError) => void = nameUnreadable): StoredRun[] {
  if (!existsSync(store.folder)) return [];
  const hashes = readdirSync(store.folder).filter((name) => /^[0-9a-f]{16}$/.test(name)).sort();
  return hashes.flatMap((hash) => {
    try {
      const run = readConfiguration(store, hash);
      return run && filter(run) ? [readRun(store, hash)] : [];
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      onUnreadable(error);
      return [];
    }
  });
}

function readConfiguration(store: RunStore, hash: string): Run | undefined {
  const path = pathOf(store, hash, 'configuration');
  const run = readSealed(path, runSchema, REMEDIES.configuration);
  if (run !== undefined && runHash(run) !== hash) throw new StoreError(path, 'is the configuration of another run', REMEDIES.configuration);
  return run;
}

/** How a run stands, without its results: cheap enough to look at hundreds of runs again and again. @throws StoreError when a file is damaged */
export function lookAt(store: RunStore, hash: string): Pick<StoredRun, 'status' | 'progress' | 'failure'> {
  const has = (file: RunFile): boolean => existsSync(pathOf(store, hash, file));
  if (has('measurements')) return { status: 'done' };
  const progress = read(store, hash, 'progress', progressSchema);
  const failure = read(store, hash, 'failure', failureSchema);
  const status = isLocked(pathOf(store, hash)) ? 'running' : failure ? 'failed' : has('environment') ? 'stopped' : 'new';
  return { status, ...(progress && { progress }), ...(failure && { failure }) };
}
