/**
 * A stamp says that a step of set-up was finished, from which inputs, and which files it left. It is written last, so a
 * step that was killed has none; and it holds no longer once an input has changed or one of those files is gone.
 */
import { createHash } from 'node:crypto';
import { mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { filesBelow, readJson, writeWhole } from '../system/files.mjs';

/**
 * @typedef {object} Stamp
 * @property {string} inputs SHA-256 of the step's inputs
 * @property {string} [folder] the project's, when the step ran; older stamps do not say
 * @property {number} seconds what the step took
 * @property {Record<string, number>} files size in bytes of each file left, by path relative to the project's folder
 */

/** @param {readonly string[]} inputs */
const digest = (inputs) => createHash('sha256').update(JSON.stringify(inputs)).digest('hex');

/**
 * Marks a step as finished.
 * @param {string} path of the stamp
 * @param {object} step
 * @param {readonly string[]} step.inputs whatever the result depends on, as texts
 * @param {readonly string[]} step.outputs files and folders that must stay as they are now
 * @param {string} step.root folder that recorded paths are relative to
 * @param {number} step.seconds
 * @returns {Stamp}
 */
export function writeStamp(path, { inputs, outputs, root, seconds }) {
  /** @type {Record<string, number>} */
  const files = {};
  for (const file of outputs.flatMap(filesBelow)) {
    const size = statSync(file, { throwIfNoEntry: false })?.size;
    if (size !== undefined) files[relative(root, file)] = size;
  }
  const stamp = { inputs: digest(inputs), folder: root, seconds, files };
  mkdirSync(dirname(path), { recursive: true });
  writeWhole(path, JSON.stringify(stamp));
  return stamp;
}

/** @param {string} path */
export function removeStamp(path) {
  rmSync(path, { force: true });
}

/**
 * Why a step has to run.
 * @param {string} path of the stamp
 * @param {{ inputs: readonly string[], root: string }} step
 * @returns {string | undefined} undefined where the step is done
 */
export function missing(path, { inputs, root }) {
  /** @type {Stamp} */
  let stamp;
  try {
    stamp = /** @type {Stamp} */ (readJson(path));
  } catch {
    return 'not installed yet';
  }
  if (stamp.inputs !== digest(inputs)) {
    const moved = stamp.folder !== undefined && stamp.folder !== root;
    return moved ? `made for ${stamp.folder}, from where this folder was moved or copied` : 'what it is made from has changed';
  }
  const gone = Object.entries(stamp.files).find(([file, size]) => statSync(join(root, file), { throwIfNoEntry: false })?.size !== size);
  return gone && `${gone[0]} is missing or changed`;
}
