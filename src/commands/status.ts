/** `npm run status`: how the runs of a preset stand, once or live. */
import { showStatus } from '../notebook/show-status';
import { readSweep } from '../experiments/sweep-file';
import { commandOptions, runCommand } from './options';

runCommand(async () => {
  const { preset, experiment, sweep, follow } = commandOptions();
  await showStatus(sweep === undefined ? preset : readSweep(sweep), { follow, ...(experiment !== undefined && { experiment }) });
  return 0;
});
