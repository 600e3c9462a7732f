/** Executing notebooks without a front end. */
import { readdirSync } from 'node:fs';
import { availableParallelism, freemem } from 'node:os';
import { basename, join } from 'node:path';
import { attach } from '../system/child.mjs';
import { python, root } from '../system/paths.mjs';

/** Sizes at which every notebook can be executed; those of `src/experiments`, known here before TypeScript can run. */
export const presets = ['smoke', 'study', 'paper'];

const folder = join(root, 'notebooks');

/** Those that look at the runs of all others. */
const last = ['claims.ipynb', 'explore.ipynb'];

/** @returns {string[]} paths, in the order of their names, those that look at the runs of others at the end */
export function notebooks() {
  const names = readdirSync(folder).filter((name) => name.endsWith('.ipynb')).sort();
  return [...names.filter((name) => !last.includes(name)), ...names.filter((name) => last.includes(name))].map((name) => join(folder, name));
}

/**
 * The folder of the runs that notebooks train and read: the one that RUNS_DIR names, else one in the output folder.
 * @param {string} output
 */
export function runsFolder(output) {
  const { RUNS_DIR: runs = '' } = process.env;
  return runs === '' ? join(output, 'runs') : runs;
}

/**
 * Executes a notebook on the project's kernel; what happens is shown while it happens.
 * @param {string} notebook
 * @param {object} options
 * @param {string | undefined} options.preset undefined: the one that the notebook names itself
 * @param {boolean} [options.named] whether every line says of which notebook it is
 * @param {string} options.output folder for the executed notebook, and for a folder of its figures and tables; runs are in {@link runsFolder}
 * @returns {Promise<{ name: string, executed: string, ok: boolean, seconds: number }>} `executed` is the notebook's path
 */
export async function execute(notebook, { preset, output, named = false }) {
  const name = basename(notebook, '.ipynb');
  const executed = join(output, `${name}.ipynb`);
  const runner = join(root, 'environment', 'papermill', 'run.py');
  const start = performance.now();
  const parameters = preset === undefined ? [] : ['--parameter', `preset=${preset}`];
  const args = [runner, notebook, executed, ...parameters, '--output-dir', join(output, name)];
  const status = await attach(python, args, { env: { ...process.env, RUNS_DIR: runsFolder(output) }, ...(named && { name }) });
  return { name, executed, ok: status === 0, seconds: (performance.now() - start) / 1000 };
}

/** Of a notebook with its kernel and the process that draws (measured: 1.3 GB at most). */
const notebookBytes = 2e9;

/**
 * Executes notebooks: one after the other where they train networks, which use all processors themselves, else two at once where there is room.
 * @param {readonly string[]} paths
 * @param {{ preset: string | undefined, output: string }} options as {@link execute} has them
 * @returns {Promise<Awaited<ReturnType<typeof execute>>[]>} in the order of the paths
 */
export async function executeAll(paths, options) {
  const atOnce = options.preset === undefined && paths.length > 1 && availableParallelism() > 1 && freemem() > 2 * notebookBytes ? 2 : 1;
  /** @type {Awaited<ReturnType<typeof execute>>[]} */
  const results = [];
  const waiting = paths.entries();
  const inTurn = async () => {
    for (const [i, path] of waiting) results[i] = await execute(path, { ...options, named: atOnce > 1 });
  };
  await Promise.all(Array.from({ length: atOnce }, inTurn));
  return results;
}
