/** Executing notebooks without a front end. */
import { readdirSync } from 'node:fs';
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
 * Executes a notebook on the project's kernel; what happens is shown while it happens.
 * @param {string} notebook
 * @param {object} options
 * @param {string} options.preset
 * @param {string} options.output folder for the executed notebook, for a folder of its figures and tables, and, unless RUNS_DIR names
 *   another, for the runs that it trains and that other notebooks read
 * @returns {Promise<{ name: string, executed: string, ok: boolean, seconds: number }>} `executed` is the notebook's path
 */
export async function execute(notebook, { preset, output }) {
  const name = basename(notebook, '.ipynb');
  const executed = join(output, `${name}.ipynb`);
  const runner = join(root, 'environment', 'papermill', 'run.py');
  const start = performance.now();
  const args = [runner, notebook, executed, '--parameter', `preset=${preset}`, '--output-dir', join(output, name)];
  const { RUNS_DIR: runs = '' } = process.env;
  const status = await attach(python, args, { env: { ...process.env, RUNS_DIR: runs === '' ? join(output, 'runs') : runs } });
  return { name, executed, ok: status === 0, seconds: (performance.now() - start) / 1000 };
}
