/** The parts of `npm test`, in their order: the quick ones first. */
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { execute, notebooks } from '../commands/notebooks.mjs';
import { findBrowser } from '../set-up/browser.mjs';
import { forCode, forEngine, forNotebooks } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { one, sum } from './outcome.mjs';
import { runNodeTests, runPythonTests, scratch, testFiles } from './runners.mjs';

/**
 * @typedef {object} Part
 * @property {string} title
 * @property {readonly import('../set-up/step.mjs').Step[]} needs
 * @property {() => Promise<import('./outcome.mjs').Outcome>} run
 */

/**
 * @param {string} program below node_modules
 * @param {...string} args
 */
const tool = (program, ...args) => attach(process.execPath, [join(root, 'node_modules', program), ...args]);

const compiler = 'typescript/lib/tsc.js';

/**
 * The type checks: what is checked, by which compiler, under which options. Two compilers, as notebooks run under tslab's.
 * @type {readonly (readonly [what: string, compiler: string, project: string])[]}
 */
const typeChecks = [
  ['src and its tests', compiler, '.'],
  ['src as the kernel compiles it', '@tslab/typescript-for-tslab/lib/tsc.js', 'environment/testing/tslab.tsconfig.json'],
  ['set-up', compiler, 'environment'],
  ["set-up's tests", compiler, 'test/environment'],
];

async function checkTypes() {
  const outcomes = [];
  for (const [what, program, project] of typeChecks) {
    const passed = (await tool(program, '-p', project)) === 0;
    console.log(`${passed ? '✔' : '✖'} ${what}`);
    outcomes.push(one(passed));
  }
  return sum(outcomes);
}

async function executeNotebooks() {
  const output = join(scratch, 'notebooks');
  rmSync(output, { recursive: true, force: true });
  mkdirSync(output, { recursive: true });
  const outcomes = [];
  for (const notebook of notebooks()) outcomes.push(one((await execute(notebook, { preset: 'smoke', output })).ok));
  return outcomes.length === 0 ? one(false) : sum(outcomes);
}

async function lookInBrowser() {
  const files = testFiles('test/browser');
  const found = await findBrowser();
  if (found.browser === undefined) {
    console.log(`No browser can be had here, so the look in JupyterLab is left out: ${found.reason}`);
    const count = Math.max(1, files.length);
    return process.env.CI === 'true' ? { passed: 0, failed: count, skipped: 0 } : { passed: 0, failed: 0, skipped: count };
  }
  console.log(`Browser: ${found.browser}`);
  return files.length === 0 ? one(false) : runNodeTests(files, { name: 'browser', env: { ...process.env, CHROMIUM: found.browser } });
}

/** @type {Readonly<Record<string, Part>>} */
export const parts = {
  types: { title: 'Strict type checks', needs: forCode, run: checkTypes },
  lint: { title: 'Lint', needs: forCode, run: async () => one((await tool('eslint/bin/eslint.js', '--max-warnings', '0', '.')) === 0) },
  unit: { title: 'Unit tests', needs: forEngine, run: () => runNodeTests(testFiles('test', ['test/browser']), { name: 'unit' }) },
  kernel: { title: 'Kernel tests', needs: forNotebooks, run: () => runPythonTests('test/kernel', { name: 'kernel' }) },
  notebook: { title: 'Notebooks at preset smoke', needs: forNotebooks, run: executeNotebooks },
  browser: { title: 'A look in JupyterLab', needs: forNotebooks, run: lookInBrowser },
};
