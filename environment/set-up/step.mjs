import { join, relative } from 'node:path';
import { installed, root } from '../system/paths.mjs';
import { missing, removeStamp, writeStamp } from './stamp.mjs';

/**
 * One thing that set-up installs.
 * @typedef {object} Step
 * @property {string} name short, fit for a file name
 * @property {string} title as a reader sees it
 * @property {() => string[]} inputs whatever the result depends on (versions, digests of files), as texts
 * @property {readonly string[]} outputs files and folders left, whose loss or change means that the step has to run again
 * @property {number} megabytes disk space it takes while it runs
 * @property {() => void} [require] looks for what must be on the machine, before anything is installed; throws a Problem
 * @property {readonly string[]} [after] names of steps whose running makes this one run too
 * @property {boolean} [optional] set-up goes on with a warning where this fails, unless the command needs the step
 * @property {(progress: (state: string) => void, log: string) => Promise<void>} install does the work, from any state that a killed run
 *   may have left; tells how far it is; its commands' output goes to the file `log`
 */

/** @param {Step} step */
const stampOf = (step) => join(installed, 'stamps', `${step.name}.json`);

/** @param {Step} step */
export const logOf = (step) => join(installed, 'logs', `${step.name}.log`);

/**
 * @param {Step} step
 * @returns {string | undefined} why the step has to run, undefined where it is done
 */
export function whyMissing(step) {
  return missing(stampOf(step), { inputs: step.inputs(), root });
}

/**
 * Installs what a step stands for and stamps it.
 * @param {Step} step
 * @param {(state: string) => void} progress
 * @returns {Promise<number>} seconds it took
 */
export async function runStep(step, progress) {
  const start = performance.now();
  removeStamp(stampOf(step));
  await step.install(progress, logOf(step));
  const seconds = (performance.now() - start) / 1000;
  // Inputs are read again: those of a step may stand in what an earlier one has installed.
  writeStamp(stampOf(step), { inputs: step.inputs(), outputs: step.outputs, root, seconds });
  return seconds;
}

/** @param {Step} step */
export const logName = (step) => relative(root, logOf(step));
