/**
 * Tables: of runs, of single images, of a measure; summaries, comparisons, files.
 * @module
 */
export { tablesOf, writeResults } from '../experiments/results';
export { type RunTables } from '../tables/tables-of-runs';
export { measureRuns, measureTable, type MeasureRunsOptions } from '../tables/measures-of-runs';
export { runsWithNetworks } from '../runs/trained-network';
export { readableRows } from '../tables/readable-rows';
export { readableSummary, summarize } from '../tables/summarize';
export { imageTables, type ImageTables } from '../tables/image-tables';
export { arrayTable, outputTable } from '../tables/output-tables';
export { compareKinds, compareNetworks } from '../tables/compare-networks';
export { readResults, ResultsFileError } from '../tables/results-file';
export { type Interval } from '../statistics/interval';
export { FEWEST_FOR_INTERVAL, meanOverSeeds } from '../statistics/shown-interval';
