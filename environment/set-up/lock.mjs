/**
 * Lets one set-up at a time work in the project's folder. The lock is a file that names its owner; one whose owner has
 * died is taken over.
 */
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startOf } from '../system/child.mjs';

/** The owner touches the lock this often, which is all that another machine or container can see of it. */
const touchSeconds = 5;
const deadAfterSeconds = 60;

/** @param {unknown} error */
const codeOf = (error) => (error instanceof Error && 'code' in error ? error.code : undefined);

/**
 * @param {string} path
 * @returns {string | undefined} the owner's line, undefined where nobody holds the lock
 */
function ownerOf(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {string} owner
 */
function isDead(path, owner) {
  const [pid, start, ...host] = owner.split(' ');
  if (host.join(' ') === hostname()) return startOf(Number(pid)) !== start;
  // Of an owner elsewhere, or one killed before it could sign, only the touches tell.
  const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? Date.now();
  return Date.now() - touched > 1000 * (owner === '' ? touchSeconds : deadAfterSeconds);
}

/**
 * @param {string} path
 * @param {string} owner
 * @returns {boolean} false where somebody holds the lock
 */
function take(path, owner) {
  try {
    writeFileSync(path, owner, { flag: 'wx' });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * @param {string} path
 * @param {string} owner the dead one
 */
function takeAway(path, owner) {
  const aside = `${path}.${process.pid}`;
  try {
    renameSync(path, aside);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return; // another waiting process was faster
    throw error;
  }
  // Another one may have replaced the dead owner's lock by its own in between: that one is put back.
  const taken = readFileSync(aside, 'utf8');
  if (taken !== owner) take(path, taken);
  rmSync(aside);
}

/**
 * Runs work while holding the lock, waiting for it first.
 * @template T
 * @param {string} path of the lock file
 * @param {() => Promise<T>} work
 * @param {object} [options]
 * @param {(owner: string) => void} [options.onWait] called once, with the id of the process that holds the lock
 * @param {number} [options.pollMilliseconds]
 * @returns {Promise<T>}
 */
export async function withLock(path, work, { onWait, pollMilliseconds = 300 } = {}) {
  mkdirSync(dirname(path), { recursive: true });
  const me = `${process.pid} ${startOf(process.pid) ?? ''} ${hostname()}`;
  for (let told = false; !take(path, me);) {
    const owner = ownerOf(path);
    if (owner === undefined) continue;
    if (isDead(path, owner)) {
      takeAway(path, owner);
      continue;
    }
    if (!told) onWait?.(owner.split(' ')[0] ?? '');
    told = true;
    await sleep(pollMilliseconds);
  }
  const release = () => rmSync(path, { force: true });
  const heart = setInterval(() => utimesSync(path, new Date(), new Date()), 1000 * touchSeconds);
  process.on('exit', release);
  try {
    return await work();
  } finally {
    clearInterval(heart);
    process.off('exit', release);
    release();
  }
}
