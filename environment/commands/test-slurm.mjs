import { snakemake } from '../set-up/python-tools.mjs';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { line } from '../testing/outcome.mjs';
import { startSlurm } from '../testing/slurm/one-machine.mjs';
import { testSweeps } from '../testing/slurm/sweeps.mjs';
import { readOptions } from './options.mjs';

/**
 * `npm run test:slurm`: both ways of sweeping on a Slurm of this one machine, which is set up from Debian's packages where that may be done.
 * @param {string[]} args
 */
export async function testSlurm(args) {
  readOptions(args, {
    usage: 'npm run test:slurm',
    about: "Tries both ways of sweeping on a Slurm of this one machine, which is set up from Debian's packages where that may be done.",
    options: {},
  });
  await setUp([...forEngine, snakemake.step], { requireAll: true });
  const slurm = await startSlurm();
  if ('reason' in slurm) {
    console.log(`Skipped: ${slurm.reason}`);
    return process.env.CI === 'true' ? 1 : 0;
  }
  try {
    const outcome = await testSweeps();
    console.log(`\n${line(outcome)}`);
    return outcome.failed === 0 ? 0 : 1;
  } finally {
    slurm.stop();
  }
}
