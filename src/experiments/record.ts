import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { runHash, type Run } from '../runs/run';
import type { StoredRun } from '../runs/run-store';
import { readResults } from '../tables/results-file';

/** The folder of the repository with the study's record: runs, networks, and a page that tells of them. */
export const STUDY = resolve(__dirname, '..', '..', 'study');
/** All runs of the study that are done, with a checksum beside it. */
export const RECORD_FILE = join(STUDY, 'study.parquet');

/**
 * Those of these runs that the record holds, by their hashes, each under the labels that it is asked for by.
 * @param file the record; unless given, the study's, and none where there is none yet
 * @throws ResultsFileError when a byte of it is not as it was written, or when it was given and is not there
 */
export async function recordedRuns(asked: readonly Run[], file?: string): Promise<ReadonlyMap<string, StoredRun>> {
  if (file === undefined) return existsSync(RECORD_FILE) ? recordedRuns(asked, RECORD_FILE) : new Map();
  const wanted = new Map(asked.map((run) => [runHash(run), run]));
  const found = await readResults(file, (hash) => wanted.has(hash));
  return new Map(found.map((run) => [run.hash, { ...run, run: wanted.get(run.hash)! }]));
}
