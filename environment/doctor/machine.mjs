import { statfsSync } from 'node:fs';
import { availableParallelism, cpus, totalmem } from 'node:os';
import { findCompiler, findPython } from '../set-up/requirements.mjs';
import { hasNvidiaDriver } from '../set-up/tensorflow.mjs';
import { ask } from '../system/child.mjs';
import { root } from '../system/paths.mjs';

/** @typedef {import('./finding.mjs').Finding} Finding */

/**
 * @param {string} what
 * @param {() => { command: string, version: string }} find
 * @returns {Finding}
 */
function requirement(what, find) {
  try {
    const { command, version } = find();
    return { found: `${what}: ${version} (${command})` };
  } catch (error) {
    return { found: `${what}: not fit`, mend: error instanceof Error ? error.message : String(error) };
  }
}

/** @returns {Finding[]} what the machine brings */
export function machine() {
  const { bavail, bsize } = statfsSync(root);
  const free = (bavail * bsize) / 1e9;
  return [
    { found: `Node: ${process.versions.node} (${process.execPath})` },
    requirement('Python', findPython),
    requirement('C++ compiler', findCompiler),
    ask('flock', ['--version']).ok ? { found: 'flock: found' } : { found: 'flock: none', mend: 'install util-linux: a run that is trained is locked with it' },
    { found: `Processor: ${cpus()[0]?.model.trim() ?? process.arch}, ${availableParallelism()} threads usable; memory: ${(totalmem() / 1e9).toFixed(0)} GB` },
    { found: `NVIDIA driver: ${hasNvidiaDriver() ? 'found' : 'none'}` },
    { found: `Free disk space: ${free.toFixed(1)} GB`, ...(free < 1 && { mend: 'free some: results and checkpoints need room' }) },
  ];
}
