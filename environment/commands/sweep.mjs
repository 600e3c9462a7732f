import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { snakemake } from '../set-up/python-tools.mjs';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { ask, attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { whichOptions, whichRuns } from './experiments.mjs';
import { countOf, readOptions } from './options.mjs';

const usage = 'npm run sweep -- (--preset PRESET [--experiment EXPERIMENT] | --sweep FILE.json) [--jobs N] [--slurm] [--dry-run]';

/**
 * How Snakemake treats runs: it goes on when one fails; what is there counts, however old; what a killed sweep left is finished;
 * and it needs no lock, since every run has its own.
 */
const manner = ['--keep-going', '--rerun-incomplete', '--rerun-triggers', 'mtime', '--nolock'];

/** While it works only what happens is said; without work, every job. */
const quiet = ['--quiet', 'rules', 'reason', 'host'];
const dryRun = ['--quiet', 'host', '--printshellcmds', '--dry-run'];

/** Clusters that keep no accounts have none to charge, and are asked for their queue. */
const slurm = () => ['--executor', 'slurm', ...(ask('sacct', ['--noheader', '--jobs', '1']).ok ? [] : ['--slurm-no-account', '--slurm-status-command', 'squeue'])];

/**
 * What Snakemake is started with.
 * @param {object} sweep
 * @param {readonly string[]} sweep.which options of `npm run plan` that name the runs
 * @param {string} sweep.jobs at a time
 * @param {boolean} [sweep.onSlurm]
 * @param {boolean} [sweep.dry] whether it only says what it would do
 */
export function snakemakeArguments({ which, jobs, onSlurm = false, dry = false }) {
  // `--preset`, `study` is `preset=study`
  const config = which.flatMap((option, i) => (i % 2 === 0 ? [`${option.slice(2)}=${which[i + 1]}`] : []));
  return ['--snakefile', join(root, 'environment', 'sweep', 'Snakefile'), '--jobs', jobs, ...manner, ...(dry ? dryRun : quiet), ...(onSlurm ? slurm() : []), '--config', ...config];
}

/**
 * `npm run sweep`: trains every run of a preset, or of a sweep of one's own, under Snakemake, here or on a Slurm cluster.
 * @param {string[]} args
 */
export async function sweep(args) {
  const { values } = readOptions(args, {
    usage,
    about: 'Trains every run of a preset under Snakemake, here or on a Slurm cluster. What is done is left as it is.',
    options: {
      ...whichOptions,
      jobs: { type: 'string', help: 'runs at a time; as many as there are cores without it' },
      slurm: { type: 'boolean', help: 'each run as a job of a Slurm cluster' },
      'dry-run': { type: 'boolean', help: 'prints what would be started or submitted, and starts nothing; needs no cluster' },
    },
  });
  const which = whichRuns(values, usage);
  const jobs = countOf(values.jobs ?? String(availableParallelism()), 'jobs at a time', usage);
  const dry = values['dry-run'];
  if (values.slurm && !dry && !ask('sinfo', ['--version']).ok) throw new Problem('There is no Slurm here (sinfo does not run): leave --slurm out, or go to a machine of the cluster.');

  await setUp([...forEngine, snakemake.step], { requireAll: true });
  const program = join(dirname(snakemake.interpreter), 'snakemake');
  return attach(program, snakemakeArguments({ which, jobs, onSlurm: values.slurm, dry }));
}
