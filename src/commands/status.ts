/** `npm run status`: how the runs of a preset stand, once or live. */
import { showStatus } from '../notebook/show-status';
import { commandOptions, runCommand } from './options';

runCommand(async () => {
  const { preset, experiment, follow } = commandOptions();
  await showStatus(preset, { follow, ...(experiment !== undefined && { experiment }) });
  return 0;
});
