import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { parquetReadObjects } from 'hyparquet';
import { parquetWriteBuffer, type ColumnSource } from 'hyparquet-writer';
import { z } from 'zod';
import { readJson, writeJson } from '../files/json-numbers';
import { systemReason } from '../files/system-error';
import { writeWhole } from '../files/write-whole';
import { entryNamed } from '../measuring/entry';
import type { Measure } from '../measuring/measure';
import { environmentSchema } from '../runs/environment';
import { measurementsSchema } from '../runs/measurements';
import { recordsSchema } from '../runs/records';
import { runSchema } from '../runs/run';
import { failureSchema, RUN_STATUSES, type StoredRun } from '../runs/run-store';
import { runKey } from './run-key';
import { runRowOf } from './tables-of-runs';

/** A results file that cannot be used: which one, what is wrong with it, and what to do. */
export class ResultsFileError extends Error {
  override readonly name = 'ResultsFileError';

  constructor(path: string, wrong: string, options?: ErrorOptions) {
    super(`The results file ${path} ${wrong}: put back a good copy of it and of its checksum, or write both again with "npm run collect".`, options);
  }
}

/** Where the checksum of a results file lies: beside it, as `sha256sum` writes and checks it. */
export const checksumPath = (path: string): string => `${path}.sha256`;

/**
 * Writes runs as one Parquet file with a checksum file beside it. One row a run: what tells runs apart and the main numbers as
 * columns of their own, for any reader of Parquet; configuration, environment, records and measurements as JSON in which every
 * number keeps its bits. Results of single images and weights stay in the store.
 * @param measures all that are known
 * @throws the system's error when a file cannot be written
 */
export async function writeResults(path: string, runs: readonly StoredRun[], measures: readonly Measure[]): Promise<void> {
  const bytes = new Uint8Array(parquetWriteBuffer({ columnData: columnsOf(runs, measures), statistics: false }));
  await writeWhole(path, bytes);
  await writeWhole(checksumPath(path), checksumLine(path, bytes));
}

/**
 * The runs that {@link writeResults} wrote, as a store has them. Not a byte is parsed before the checksum is found right.
 * @param wanted by their hashes; all unless given
 * @throws ResultsFileError when either file is missing, or a single byte of it is not as it was written
 */
export async function readResults(path: string, wanted?: (hash: string) => boolean): Promise<StoredRun[]> {
  return decodeResults(await bytesOf(path), await bytesOf(checksumPath(path)), path, wanted);
}

/** The runs in the bytes of a results file. @param path names the file in errors @throws ResultsFileError */
export async function decodeResults(bytes: Buffer, checksum: Buffer, path: string, wanted: (hash: string) => boolean = () => true): Promise<StoredRun[]> {
  if (!checksum.equals(Buffer.from(checksumLine(path, bytes)))) throw new ResultsFileError(path, 'is damaged (its checksum is not that of its content)');
  try {
    const { buffer, byteOffset, byteLength } = bytes;
    const rows = await parquetReadObjects({ file: buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer, columns: ['run', ...Object.keys(JSON_COLUMNS)] });
    return rows.filter(({ run }) => wanted(String(run))).map(storedRun);
  } catch (error) {
    throw new ResultsFileError(path, `was written by another version of this program (${(error as Error).message})`, { cause: error });
  }
}

/** The parts of a run that travel as JSON, and what each must be. */
const JSON_COLUMNS = {
  configuration: runSchema,
  status: z.enum(RUN_STATUSES),
  environment: environmentSchema,
  records: recordsSchema,
  measurements: measurementsSchema.nullable(),
  failure: failureSchema.nullable(),
} as const;

function storedRun(row: Record<string, unknown>): StoredRun {
  const part = <Name extends keyof typeof JSON_COLUMNS>(name: Name): z.output<(typeof JSON_COLUMNS)[Name]> =>
    JSON_COLUMNS[name].parse(readJson(String(row[name]))) as z.output<(typeof JSON_COLUMNS)[Name]>;
  const [measurements, failure] = [part('measurements'), part('failure')];
  return {
    // As it went by when it was written: old files' names depend on labels too.
    hash: String(row.run),
    run: part('configuration'),
    status: part('status'),
    environment: part('environment'),
    records: part('records'),
    ...(measurements && { measurements }),
    ...(failure && { failure }),
  };
}

/** Columns of the `runs` table that a results file has as columns of its own. */
const MAIN_NUMBERS = ['trainAccuracy', 'testAccuracy', 'parameters', 'effectiveParameters', 'convergenceIndex', 'recurrenceIndex', 'divergenceIndex', 'exchangeIndex', 'work'] as const;

function columnsOf(runs: readonly StoredRun[], measures: readonly Measure[]): ColumnSource[] {
  const rows = new Map(runs.map((run) => [run, runRowOf(run, measures)]));
  const text = (name: string, value: (run: StoredRun) => string): ColumnSource => ({ name, type: 'STRING', nullable: false, data: runs.map(value) });
  const number = (name: string, value: (run: StoredRun) => number | null | undefined): ColumnSource => ({ name, type: 'DOUBLE', data: runs.map((run) => value(run) ?? null) });
  const json = (name: keyof typeof JSON_COLUMNS, value: (run: StoredRun) => unknown): ColumnSource => text(name, (run) => compact(writeJson(value(run) ?? null)));
  return [
    ...(['run', 'experiment', 'preset', 'task', 'variant', 'normalization'] as const).map((name) => text(name, (run) => runKey(run)[name])),
    ...(['coupling', 'lipschitz', 'seed'] as const).map((name) => number(name, (run) => runKey(run)[name])),
    ...MAIN_NUMBERS.map((name) => number(name, (run) => rows.get(run)?.[name])),
    number('testLoss', ({ measurements = [] }) => entryNamed(measurements, 'evaluation', 'test')?.columns.loss?.[0] as number | undefined),
    json('configuration', ({ run }) => run),
    json('status', ({ status }) => status),
    json('environment', ({ environment }) => environment),
    json('records', ({ records }) => records),
    json('measurements', ({ measurements }) => measurements),
    json('failure', ({ failure }) => failure),
  ];
}

const compact = (json: string): string => JSON.stringify(JSON.parse(json));

function checksumLine(path: string, bytes: Uint8Array): string {
  return `${createHash('sha256').update(bytes).digest('hex')}  ${basename(path)}\n`;
}

async function bytesOf(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (error) {
    throw new ResultsFileError(path, `cannot be read (${systemReason(error)})`, { cause: error });
  }
}
