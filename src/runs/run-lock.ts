import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { readSealed, writeSealed } from './sealed-json';
import { StoreError } from './store-error';

/** Another process is training a run. */
export class RunBusyError extends Error {
  override readonly name = 'RunBusyError';
}

/** The right to write to a run's folder, as long as it is held. */
export interface RunLock {
  /** @throws StoreError when the lock was lost, e.g. because its process was killed */
  check(): void;
  release(): Promise<void>;
}

const ownerSchema = z.strictObject({ process: z.int(), host: z.string(), since: z.string() });

/** Between attempts, and how long they go on: others hold the lock for a moment to see whether it is held. */
const RETRY_MILLISECONDS = 50;
const PATIENCE_MILLISECONDS = 1000;

/**
 * Takes the lock of a run's folder. It is the kernel's own (flock), held by a process that lives no longer than this one: however
 * this process ends, kill -9 included, nobody has to clear anything away.
 * @throws RunBusyError saying who holds it; StoreError when locks cannot be had
 */
export async function lockRun(folder: string): Promise<RunLock> {
  const path = join(folder, 'lock');
  const ownerPath = join(folder, 'owner.json');
  const start = performance.now();
  let holder = await tryLock(path);
  while (holder === undefined) {
    if (performance.now() - start > PATIENCE_MILLISECONDS) throw new RunBusyError(busyMessage(folder, ownerPath));
    await new Promise((resolve) => setTimeout(resolve, RETRY_MILLISECONDS));
    holder = await tryLock(path);
  }
  const held = holder;
  try {
    await writeSealed(ownerPath, { process: process.pid, host: hostname(), since: new Date().toISOString() });
  } catch (error) {
    await end(held);
    throw error;
  }
  return {
    check() {
      if (hasEnded(held)) throw new StoreError(path, 'is no longer held by this process', 'start again');
    },
    release: () => end(held),
  };
}

/** Whether a process is training the run in a folder. */
export function isLocked(folder: string): boolean {
  if (!existsSync(join(folder, 'lock'))) return false;
  const { status, error } = spawnSync('flock', ['--shared', '--nonblock', '--conflict-exit-code', String(CONFLICT), join(folder, 'lock'), 'true']);
  if (error) throw missing(join(folder, 'lock'), error);
  return status === CONFLICT;
}

/** Exit code of flock when another process holds the lock. */
const CONFLICT = 75;

/** @returns the process that holds the lock, or undefined when another one does */
function tryLock(path: string): Promise<ChildProcess | undefined> {
  // Without --no-fork two processes would have to end; in a session of its own Ctrl+C does not reach it, so that what is done then is still locked.
  const options = ['--nonblock', '--no-fork', '--conflict-exit-code', String(CONFLICT), path, 'sh', '-c', 'echo held; exec cat'];
  const child = spawn('flock', options, { stdio: ['pipe', 'pipe', 'pipe'], detached: true });
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  child.stdin.on('error', () => undefined); // it has ended, which "close" tells
  return new Promise((resolve, reject) => {
    child.once('error', (error) => reject(missing(path, error)));
    child.stdout.once('data', () => {
      child.unref();
      for (const stream of [child.stdin, child.stdout, child.stderr]) (stream as unknown as { unref(): void }).unref();
      resolve(child);
    });
    child.once('close', (code) => {
      if (code === CONFLICT) resolve(undefined);
      else reject(new StoreError(path, `could not be locked (${said.trim() || `flock ended with ${code}`})`, 'let it be written to, on a file system that knows locks'));
    });
  });
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

async function end(child: ChildProcess): Promise<void> {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.ref();
  child.stdin?.end();
  await ended;
}

function busyMessage(folder: string, ownerPath: string): string {
  const owner = readSealed(ownerPath, ownerSchema, 'delete it');
  const who = owner ? `process ${owner.process} on ${owner.host} since ${owner.since}` : 'another process';
  return `The run in ${folder} is being trained by ${who}: wait until it is done, or end that process.`;
}

function missing(path: string, error: Error): StoreError {
  return new StoreError(path, `could not be locked (flock: ${error.message})`, 'install flock, which is part of util-linux', { cause: error });
}
