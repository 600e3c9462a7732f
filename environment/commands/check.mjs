/** Networks of the record, trained again. */
import { join } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { experiments } from './experiments.mjs';
import { checkName, countOf, readOptions } from './options.mjs';

const usage = `npm run check -- [--runs N] [--fastest] [--seed N] [--experiment ${experiments.join('|')}]`;

/**
 * Trains runs of the record again in a folder of their own.
 * @param {readonly string[]} options of `src/commands/check.ts`
 */
export const checkRuns = (options) => attach(process.execPath, ['--import', 'tsx', join(root, 'src', 'commands', 'check.ts'), ...options]);

/**
 * `npm run check`: trains runs of the study's record again, says of each whether it is bit-identical or how far it is off, and writes a certificate.
 * @param {string[]} args
 */
export async function check(args) {
  const { values } = readOptions(args, {
    usage,
    about: 'Trains networks of the study again and compares them with the record, bit by bit, or in units of the spread over seeds. Writes a certificate to output/check/.',
    options: {
      runs: { type: 'string', default: '1', help: 'how many; one without it' },
      fastest: { type: 'boolean', help: 'those that take the shortest, in place of random ones' },
      seed: { type: 'string', help: 'of the draw; another one every time without it' },
      experiment: { type: 'string', help: 'of one experiment; of all without it' },
    },
  });
  const { runs, fastest, seed, experiment } = values;
  checkName(experiment, experiments, 'experiment', usage);
  if (seed !== undefined && !/^\d{1,9}$/.test(seed)) throw new Problem(`'${seed}' is no seed: give a whole number. Usage: ${usage}`);
  const options = ['--runs', countOf(runs, 'runs', usage), ...(seed === undefined ? [] : ['--seed', seed])];
  await setUp(forEngine, { requireAll: true });
  return checkRuns([...options, ...(fastest ? ['--fastest'] : []), ...(experiment === undefined ? [] : ['--experiment', experiment])]);
}
