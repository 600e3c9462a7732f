import type { ColumnTable } from 'arquero';
import { sensitivity as sensitivityBy } from '../claims/sensitivity';
import { MEASURES } from '../ideas/measures';
import type { StoredRun } from '../runs/run-store';
import { writeResults as writeBy } from '../tables/results-file';
import { tablesOf as tablesBy, type RunTables } from '../tables/tables-of-runs';

/** The tables of runs, by all measures that there are. @throws Error naming two networks of one setting and seed */
export const tablesOf = (runs: readonly StoredRun[]): RunTables => tablesBy(runs, MEASURES);

/** How every verdict on runs changes with our definitions and choices, by all measures that there are. */
export const sensitivity = (runs: readonly StoredRun[]): ColumnTable => sensitivityBy(runs, MEASURES);

/** Writes runs as one Parquet file with its checksum beside it, by all measures that there are. */
export const writeResults = (path: string, runs: readonly StoredRun[]): Promise<void> => writeBy(path, runs, MEASURES);
