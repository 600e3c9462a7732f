/** Sweeps over a small experiment, each with a run that is killed in the middle and finished by the next start. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../../system/child.mjs';
import { parseJson } from '../../system/files.mjs';
import { root } from '../../system/paths.mjs';
import { Problem } from '../../system/problem.mjs';
import { duration } from '../../system/progress.mjs';
import { one, sum } from '../outcome.mjs';
import { scratch } from '../runners.mjs';

const [preset, experiment] = ['smoke', 'mnist'];
const entry = join(root, 'environment', 'run.mjs');
const stores = join(scratch, 'sweeps');

/** Longest that a sweep may take, in seconds. */
const PATIENCE = 900;

/** @typedef {{ store: string, finished: () => boolean | Promise<boolean>, output: () => string }} Sweep a sweep under way */

/** @param {string} command @param {string[]} args @param {string} store @returns {Sweep & { child: import('node:child_process').ChildProcess }} */
function begin(command, args, store) {
  const child = spawn(command, args, { cwd: root, env: { ...process.env, RUNS_DIR: store }, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (output += text));
  return { child, store, finished: () => child.exitCode !== null || child.signalCode !== null, output: () => output };
}

/** @param {string} store */
function array(store) {
  const sweep = begin('bash', [join('environment', 'sweep', 'slurm-array.sh'), preset, experiment], store);
  const job = () => /Submitted batch job (\d+)/.exec(sweep.output())?.[1];
  const finished = () => sweep.finished() && (job() === undefined || ask('squeue', ['--noheader', '--jobs', String(job())]).output === '');
  return { ...sweep, finished };
}

const onSlurm = (/** @type {string} */ store) => begin(process.execPath, [entry, 'sweep', '--preset', preset, '--experiment', experiment, '--slurm'], store);
const local = (/** @type {string} */ store) => begin(process.execPath, [entry, 'sweep', '--preset', preset, '--experiment', experiment], store);

/** @param {string} store @param {string} run @param {string} file */
const has = (store, run, file) => existsSync(join(store, run, file));

/** @param {string} run */
const killTraining = (run) => spawnSync('pkill', ['-KILL', '-f', `train.*--run ${run}`]);

/**
 * Waits until the sweep has ended, or until `look` finds something.
 * @template T
 * @param {Sweep} sweep
 * @param {() => T | undefined} [look]
 * @returns {Promise<T | undefined>}
 */
async function follow(sweep, look = () => undefined) {
  const start = performance.now();
  for (let round = 1; ; round++) {
    const found = look();
    if (found !== undefined) return found;
    if (round % 10 === 0 && (await sweep.finished())) return undefined;
    if (performance.now() - start > 1000 * PATIENCE) throw new Problem(`The sweep did not end in ${PATIENCE} s:\n${sweep.output().slice(-2000)}`);
    await sleep(50);
  }
}

/** @returns {string[]} */
function listRuns() {
  const { status, stdout, stderr } = spawnSync(process.execPath, [entry, 'plan', '--preset', preset, '--experiment', experiment, '--list'], { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Problem(`The runs of preset ${preset} cannot be listed: ${stderr.trim()}`);
  return stdout.split('\n').filter((line) => line !== '').map((line) => line.replace(/\t.*/, ''));
}

/** @param {string} what @param {boolean} passed @param {string} [otherwise] */
function check(what, passed, otherwise = '') {
  console.log(`${passed ? '✔' : '✖'} ${what}${passed || otherwise === '' ? '' : `\n${otherwise}`}`);
  return one(passed);
}

/**
 * Sweeps once and kills a run when it has a checkpoint but no measurements; then sweeps again.
 * @param {string} title
 * @param {(store: string) => Sweep & { child: import('node:child_process').ChildProcess }} start
 * @param {readonly string[]} runs
 * @param {'the run' | 'the sweep'} victim
 */
async function sweepTwice(title, start, runs, victim) {
  const store = join(stores, title.replaceAll(/\W+/g, '-'));
  const began = performance.now();
  const first = start(store);
  const killed = await follow(first, () => runs.find((run) => has(store, run, 'checkpoint.safetensors') && !has(store, run, 'measurements.json')));
  if (victim === 'the sweep') process.kill(-Number(first.child.pid), 'SIGKILL');
  if (killed !== undefined) killTraining(killed);
  await follow(first);
  const missing = runs.filter((run) => !has(store, run, 'measurements.json'));
  const second = start(store);
  await follow(second);
  const left = runs.filter((run) => !has(store, run, 'measurements.json'));
  const starts = (/** @type {string} */ run) => {
    const sealed = /** @type {{ content: unknown[] }} */ (parseJson(readFileSync(join(store, run, 'environment.json'), 'utf8')));
    return sealed.content.length;
  };
  return sum([
    check(`${title}: ${victim} was killed in the middle`, killed !== undefined && missing.includes(killed), first.output().slice(-2000)),
    ...(victim === 'the run' ? [check(`${title}: the other runs were done all the same`, missing.length === 1, `missing: ${missing.join(', ')}\n${first.output().slice(-2000)}`)] : []),
    check(`${title}: the next start finished what was missing (${missing.length} of ${runs.length})`, left.length === 0, second.output().slice(-2000)),
    check(`${title}: the killed run had two starts`, killed !== undefined && left.length === 0 && starts(killed) === 2),
    check(`${title}: took ${duration((performance.now() - began) / 1000)}`, true),
  ]);
}

/** Every way of sweeping; in the end all have the same bits. */
export async function testSweeps() {
  rmSync(stores, { recursive: true, force: true });
  mkdirSync(stores, { recursive: true });
  const runs = listRuns();
  const ways = /** @type {const} */ ([
    ['Slurm array', array, 'the run'],
    ['Snakemake on Slurm', onSlurm, 'the run'],
    ['Snakemake on this machine', local, 'the sweep'],
  ]);
  const outcomes = [];
  for (const [title, start, victim] of ways) outcomes.push(await sweepTwice(title, start, runs, victim));
  const recordsOf = (/** @type {string} */ run) => ways.map(([title]) => readFileSync(join(stores, title.replaceAll(/\W+/g, '-'), run, 'records.json'), 'utf8'));
  outcomes.push(check('all three ways gave the same records, bit by bit', runs.every((run) => new Set(recordsOf(run)).size === 1)));
  return sum(outcomes);
}
