/** The test runners: each shows what it does and leaves a report that is counted. */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, relative } from 'node:path';
import { attach } from '../system/child.mjs';
import { filesBelow } from '../system/files.mjs';
import { jupyterEnvironment } from '../system/jupyter.mjs';
import { installed, python, root } from '../system/paths.mjs';
import { fromJunit, fromTap, judged } from './outcome.mjs';

/** @typedef {import('./outcome.mjs').Outcome} Outcome */

/** Folder of the runners' reports and of what tests write. */
export const scratch = join(installed, 'test');

/** @param {string} name */
function freshReport(name) {
  mkdirSync(scratch, { recursive: true });
  const report = join(scratch, name);
  rmSync(report, { force: true });
  return report;
}

/** @param {string} report */
const read = (report) => (existsSync(report) ? readFileSync(report, 'utf8') : '');

/**
 * Node's test files below a folder.
 * @param {string} folder relative to the project's
 * @param {readonly string[]} [except] folders left out
 * @returns {string[]} relative to the project's folder
 */
export function testFiles(folder, except = []) {
  return filesBelow(join(root, folder))
    .map((file) => relative(root, file))
    .filter((file) => file.endsWith('.test.ts') && !except.some((name) => file.startsWith(`${name}/`)))
    .sort();
}

/**
 * @param {readonly string[]} files
 * @param {object} options
 * @param {string} options.name of the report
 * @param {NodeJS.ProcessEnv} [options.env]
 * @returns {Promise<Outcome>}
 */
export async function runNodeTests(files, { name, env = process.env }) {
  const report = freshReport(`${name}.tap`);
  const reporters = ['--test-reporter=spec', '--test-reporter-destination=stdout', '--test-reporter=tap', `--test-reporter-destination=${report}`];
  const concurrency = `--test-concurrency=${availableParallelism()}`; // Node's own choice leaves one core idle
  const status = await attach(process.execPath, ['--import', 'tsx', '--test', concurrency, ...reporters, ...files], { env });
  return judged(fromTap(read(report)), status);
}

/**
 * @param {string} folder
 * @param {{ name: string }} options
 * @returns {Promise<Outcome>}
 */
export async function runPythonTests(folder, { name }) {
  const report = freshReport(`${name}.xml`);
  const flags = ['-p', 'no:cacheprovider', '--numprocesses', String(availableParallelism()), '--dist', 'loadfile', `--junitxml=${report}`];
  const status = await attach(python, ['-m', 'pytest', ...flags, folder], { env: { ...jupyterEnvironment(), PYTHONDONTWRITEBYTECODE: '1' } });
  return judged(fromJunit(read(report)), status);
}
