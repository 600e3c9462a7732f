/** Installs whatever of the project's parts is missing, one set-up at a time. */
import { mkdirSync, rmSync, statfsSync } from 'node:fs';
import { join, relative } from 'node:path';
import { endLeftovers } from '../system/child.mjs';
import { installed, root, temporary } from '../system/paths.mjs';
import { Problem, problemFrom } from '../system/problem.mjs';
import { reporter } from '../system/progress.mjs';
import { withLock } from './lock.mjs';
import { runStep, whyMissing } from './step.mjs';

/** @typedef {import('./step.mjs').Step} Step */

/**
 * The steps that have to run: those missing, and those that come after one of them.
 * @param {readonly Step[]} steps in their order
 */
function plan(steps) {
  /** @type {Step[]} */
  const missing = [];
  for (const step of steps) {
    if (missing.some(({ name }) => step.after?.includes(name)) || whyMissing(step) !== undefined) missing.push(step);
  }
  return missing;
}

/** @param {readonly Step[]} steps */
function refuseFullDisk(steps) {
  const needed = steps.reduce((sum, { megabytes }) => sum + megabytes, 0);
  const { bavail, bsize } = statfsSync(root);
  const free = Math.floor((bavail * bsize) / 1e6);
  if (free < needed) {
    throw new Problem(`The disk is too full: set-up needs ${needed} MB in ${root}, ${free} MB are free; free some space, then run the command again.`);
  }
}

/**
 * @param {readonly Step[]} steps
 * @param {object} options
 * @param {boolean} options.requireAll
 * @param {NodeJS.WriteStream} options.progress
 * @returns {Promise<void>}
 */
async function install(steps, { requireAll, progress }) {
  endLeftovers();
  rmSync(temporary, { recursive: true, force: true });
  mkdirSync(temporary, { recursive: true });
  const missing = plan(steps);
  for (const step of missing) {
    if (requireAll || !step.optional) step.require?.();
  }
  refuseFullDisk(missing);
  /** @type {string[]} */
  const failed = [];
  for (const [index, step] of missing.entries()) {
    if (step.after?.some((name) => failed.includes(name))) continue;
    const report = reporter(`Set-up ${index + 1}/${missing.length}: ${step.title}`, progress);
    try {
      report.done(await runStep(step, report.progress));
    } catch (error) {
      const problem = error instanceof Problem ? error : problemFrom(String(error), `setting up ${step.title}`);
      report.failed();
      if (requireAll || !step.optional) throw problem;
      failed.push(step.name);
      console.warn(`Warning: ${problem.message}\nThe notebooks will run without the native engine, many times slower.`);
    }
  }
  rmSync(temporary, { recursive: true, force: true });
}

/**
 * Sets up what is missing of the given steps; returns at once where nothing is.
 * @param {readonly Step[]} steps in their order
 * @param {object} [options]
 * @param {boolean} [options.requireAll] whether a failing optional step is an error instead of a warning
 * @param {NodeJS.WriteStream} [options.progress] where it is shown how far set-up is: the error stream, for commands whose output programs read
 * @throws {Problem} what the user has to mend
 */
export async function setUp(steps, { requireAll = false, progress = process.stdout } = {}) {
  if (process.platform === 'win32') {
    throw new Problem('Windows itself is not supported: run the project inside WSL (wsl --install), or by environment/Dockerfile.');
  }
  if (plan(steps).length === 0) return;
  const quit = () => process.exit(130);
  const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
  signals.forEach((signal) => process.on(signal, quit));
  try {
    await withLock(join(installed, 'set-up.lock'), () => install(steps, { requireAll, progress }), {
      onWait: (owner) => void progress.write(`Another set-up (process ${owner}) works in this folder: waiting until it has finished.\n`),
    });
  } catch (error) {
    if (error instanceof Problem) throw error;
    throw problemFrom(String(error), `setting up in ${relative(process.cwd(), installed) || installed}`);
  } finally {
    signals.forEach((signal) => process.off(signal, quit));
  }
}
