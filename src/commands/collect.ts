/** `npm run collect`: all runs of a preset that are done as one file, in the form that its ending says. */
import { exportResults } from '../experiments/results';
import { checksumPath } from '../tables/results-file';
import { findRun, openStore } from '../runs/run-store';
import { chosen, commandOptions, runCommand } from './options';

runCommand(async () => {
  const options = commandOptions();
  const store = openStore();
  const runs = chosen(options).flatMap((experiment) => experiment.runs).map((run) => findRun(store, run));
  const done = runs.filter(({ status }) => status === 'done');
  if (done.length === 0) throw new RangeError(`None of the ${runs.length} runs is done in ${store.folder}: train them first, npm run train -- --preset ${options.preset}.`);
  await exportResults(options.out, done);
  const checksum = options.out.endsWith('.parquet') ? `, its checksum to ${checksumPath(options.out)}` : '';
  console.log(`${done.length} of ${runs.length} runs are written to ${options.out}${checksum}.`);
  return 0;
});
