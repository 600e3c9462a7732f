/**
 * `npm run collect`: all runs of a preset that are done as one file, in the form that its ending says; with --record the study's record; with
 * --published what published networks say, beside it.
 */
import { startEngine } from '../engine/engine';
import { PUBLISHED_FILE, recordPublished } from '../experiments/published/record';
import { follow } from '../notebook/follow';
import { findRuns } from '../experiments/load-runs';
import { STUDY } from '../experiments/record';
import { exportResults } from '../experiments/results';
import { writeRecord } from '../experiments/write-record';
import { checksumPath } from '../tables/results-file';
import { openStore } from '../runs/run-store';
import { asAsked, chosen, commandOptions, runCommand } from './options';

runCommand(async () => {
  const options = commandOptions();
  if (options.published) {
    await recordPublished(await startEngine(), follow);
    console.log(`What the published networks say is in ${PUBLISHED_FILE}.`);
    return 0;
  }
  const store = openStore();
  const experiments = chosen(options);
  if (options.record) {
    const { done, networks } = await writeRecord(store, experiments);
    console.log(`${done.length} runs and ${networks.length} networks are written to ${STUDY}.`);
    return 0;
  }
  const asked = experiments.flatMap(({ runs }) => runs);
  const done = (await findRuns(asked, store)).filter(({ status }) => status === 'done');
  if (done.length === 0) throw new RangeError(`None of the ${asked.length} runs is done in ${store.folder}: train them first, npm run train -- ${asAsked(options)}.`);
  await exportResults(options.out, done);
  const checksum = options.out.endsWith('.parquet') ? `, its checksum to ${checksumPath(options.out)}` : '';
  console.log(`${done.length} of ${asked.length} runs are written to ${options.out}${checksum}.`);
  return 0;
});
