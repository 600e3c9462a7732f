/** The commands on experiments: what would be trained, training, how it stands, results as one file. */
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { presets } from './notebooks.mjs';
import { asTyped, checkName, readOptions, writableFile } from './options.mjs';

/** Those of `src/experiments`, known here before TypeScript can run. */
export const experiments = ['mnist', 'cifar-10', 'cifar-100', 'digitclutter', 'sharing'];

const which = `(--preset ${presets.join('|')} [--experiment ${experiments.join('|')}] | --sweep FILE.json)`;

/** @typedef {{ type: 'string', help: string }} Text */

/** @type {{ preset: Text, experiment: Text, sweep: Text }} */
export const whichOptions = {
  preset: { type: 'string', help: 'smoke: seconds; study: some nights, and its results are in the repository; paper: GPUs, clusters' },
  experiment: { type: 'string', help: 'one of them; all without it' },
  sweep: { type: 'string', help: 'in the place of a preset, networks of your own choice: a file of what experiments.sweep takes' },
};

/**
 * @param {{ preset?: string | undefined, experiment?: string | undefined, sweep?: string | undefined }} values
 * @param {string} usage
 * @returns {string[]} as options again
 * @throws {Problem} for a preset, an experiment or a file that there is not
 */
export function whichRuns({ preset, experiment, sweep }, usage) {
  if (sweep !== undefined) {
    if (preset !== undefined || experiment !== undefined) throw new Problem(`--sweep stands in the place of --preset and --experiment. Usage: ${usage}`);
    const file = asTyped(sweep);
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) throw new Problem(`There is no file ${file}: name that of a sweep with --sweep FILE.json.`);
    checkSweep(file);
    return ['--sweep', file];
  }
  if (preset === undefined) throw new Problem(`The option --preset is missing (or --sweep FILE.json). Usage: ${usage}`);
  checkName(preset, presets, 'preset', usage);
  checkName(experiment, experiments, 'experiment', usage);
  return ['--preset', preset, ...(experiment === undefined ? [] : ['--experiment', experiment])];
}

/**
 * What can be said of a sweep's file before TypeScript runs; its keys and values are checked by `src/experiments/sweep.ts`.
 * @param {string} file
 * @throws {Problem} where it is no object in JSON that has a name
 */
function checkSweep(file) {
  /** @type {unknown} */
  let described;
  try {
    described = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new Problem(`${file}: it is not JSON (${error.message}).`);
  }
  if (typeof described !== 'object' || described === null || Array.isArray(described)) throw new Problem(`${file}: a sweep is an object, { "name": …, "task": …, … }.`);
  if (!('name' in described) || typeof described.name !== 'string') throw new Problem(`${file}: a sweep has a "name", a text.`);
}

/**
 * @param {string} name file in `src/commands`
 * @param {readonly string[]} options
 */
async function inTypeScript(name, options) {
  await setUp(forEngine, { requireAll: true, progress: process.stderr });
  return attach(process.execPath, ['--import', 'tsx', join(root, 'src', 'commands', `${name}.ts`), ...options]);
}

/**
 * `npm run plan`: what a preset trains, how much of it is done, and how long the rest takes here.
 * @param {string[]} args
 */
export async function plan(args) {
  const usage = `npm run plan -- ${which} [--list]`;
  const { values } = readOptions(args, {
    usage,
    about: 'Which runs a preset has, how many are done, and how long the others take here, by a rate that is measured here.',
    options: { ...whichOptions, list: { type: 'boolean', help: 'prints the runs instead that the record of the study does not hold, one a line: the hash that it goes by, a tab, what it is' } },
  });
  return inTypeScript('plan', [...whichRuns(values, usage), ...(values.list ? ['--list'] : [])]);
}

/**
 * `npm run train`: trains what is missing of a preset or a sweep, or one run of it.
 * @param {string[]} args
 */
export async function train(args) {
  const usage = `npm run train -- ${which} [--run HASH] [--from-scratch]`;
  const { values } = readOptions(args, {
    usage,
    about: 'Trains and measures the runs of a preset that are not done, here or in the record of the study. Interrupt it, kill it, start it again: it goes on from its checkpoints.',
    options: {
      ...whichOptions,
      run: { type: 'string', help: 'of these runs one, by its hash as npm run plan -- --list prints it' },
      'from-scratch': { type: 'boolean', help: 'those too whose results or networks are in study/' },
    },
  });
  const { run } = values;
  const options = [...whichRuns(values, usage), ...(values['from-scratch'] ? ['--from-scratch'] : [])];
  if (run === undefined) return inTypeScript('train', options);
  if (!/^[0-9a-f]{16}$/.test(run)) throw new Problem(`'${run}' is no name of a run: give one of those that npm run plan -- --list prints. Usage: ${usage}`);
  return inTypeScript('train', [...options, '--run', run]);
}

/**
 * Trains and measures all runs of a preset, whatever the repository holds of them.
 * @param {string} preset
 * @param {string} runs folder of their own
 */
export const trainFromScratch = (preset, runs) =>
  attach(process.execPath, ['--import', 'tsx', join(root, 'src', 'commands', 'train.ts'), '--preset', preset, '--from-scratch'], { env: { ...process.env, RUNS_DIR: runs } });

/**
 * `npm run status`: how the runs of a preset stand.
 * @param {string[]} args
 */
export async function status(args) {
  const usage = `npm run status -- ${which} [--follow]`;
  const { values } = readOptions(args, {
    usage,
    about: 'How the runs of a preset stand: done, running, stopped, failed with the reason. Trains nothing.',
    options: { ...whichOptions, follow: { type: 'boolean', help: 'goes on looking until all are done or failed' } },
  });
  return inTypeScript('status', [...whichRuns(values, usage), ...(values.follow ? ['--follow'] : [])]);
}

/** Forms of what `collect` writes. */
const endings = ['.parquet', '.csv', '.json'];

/**
 * `npm run collect`: the runs of a preset that are done, as one file.
 * @param {string[]} args
 */
export async function collect(args) {
  const usage = `npm run collect -- ${which} --out FILE(${endings.join('|')}), npm run collect -- --record, or npm run collect -- --published`;
  const { values } = readOptions(args, {
    usage,
    about: 'The runs of a preset that are done, with all that was measured of them, as one file; or the record of the study, in study/: runs, networks and what its page says of them; or what published networks say, beside it.',
    options: { ...whichOptions, record: { type: 'boolean', help: 'writes the record from what is done here and what it holds already' }, published: { type: 'boolean', help: 'measures what the record lacks of the published networks, an hour of one core; goes on where it was stopped' }, out: { type: 'string', help: '.parquet: everything, with a checksum beside it; .csv: one row a run; .json: one object a run, with its curves and measurements' } },
  });
  for (const alone of ['record', 'published']) {
    if (!(alone in values)) continue;
    if (Object.keys(values).length > 1) throw new Problem(`--${alone} goes without other options. Usage: ${usage}`);
    return inTypeScript('collect', ['--preset', 'study', `--${alone}`]);
  }
  const options = whichRuns(values, usage);
  if (values.out === undefined) throw new Problem(`The option --out is missing. Usage: ${usage}`);
  const out = writableFile(values.out, 'out', endings);
  return inTypeScript('collect', [...options, '--out', out]);
}
