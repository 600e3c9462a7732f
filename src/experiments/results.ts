import type { ColumnTable } from 'arquero';
import { sensitivityOf } from '../claims/sensitivity';
import { writeTableFile } from '../files/table-file';
import { writeWhole } from '../files/write-whole';
import { CLAIMS } from '../ideas/claims';
import { MEASURES } from '../ideas/measures';
import type { StoredRun } from '../runs/run-store';
import { writeResults as writeBy } from '../tables/results-file';
import { tablesOf as tablesBy, type RunTables } from '../tables/tables-of-runs';

/** The tables of runs, by all measures that there are. @throws Error naming two networks of one setting and seed */
export const tablesOf = (runs: readonly StoredRun[]): RunTables => tablesBy(runs, MEASURES);

/** How every verdict on runs changes with our definitions and choices. */
export const sensitivity = (runs: readonly StoredRun[]): ColumnTable => sensitivityOf(runs, MEASURES, CLAIMS);

/** Writes runs as one Parquet file with its checksum beside it, by all measures that there are. */
export const writeResults = (path: string, runs: readonly StoredRun[]): Promise<void> => writeBy(path, runs, MEASURES);

/**
 * Writes runs that are done in the form that a file's ending asks for. `.parquet`: {@link writeResults}; `.csv`: the table of runs, one row each;
 * `.json`: one object each with configuration, curves and measurements, numbers that JSON has no word for (NaN, ±∞) as null.
 * @throws RangeError for another ending; the system's error when the file cannot be written
 */
export async function exportResults(path: string, runs: readonly StoredRun[]): Promise<void> {
  if (path.endsWith('.parquet')) await writeResults(path, runs);
  else if (path.endsWith('.csv')) await writeTableFile(path, tablesOf(runs).runs);
  else if (path.endsWith('.json')) await writeWhole(path, `${JSON.stringify(runs, null, 1)}\n`);
  else throw new RangeError(`${path} has no ending that says how to write it: use .parquet, .csv or .json.`);
}
