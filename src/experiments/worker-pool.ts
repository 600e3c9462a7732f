import { fork, type ChildProcess } from 'node:child_process';
import { freemem } from 'node:os';
import { join } from 'node:path';
import type { Dataset } from '../data/dataset';
import { NonFiniteError } from '../training/non-finite';
import type { Experiment } from './experiment';
import type { NetworkRows, NetworkTask } from './train-and-measure';

/** What all tasks of a worker have in common. */
export interface Job {
  readonly data: Dataset;
  readonly experiment: Experiment;
}

export type ToWorker =
  | { readonly kind: 'job'; readonly job: Job }
  | { readonly kind: 'task'; readonly id: number; readonly task: NetworkTask };

export type FromWorker =
  | { readonly kind: 'fraction'; readonly id: number; readonly fraction: number; readonly note: string }
  | { readonly kind: 'rows'; readonly id: number; readonly rows: NetworkRows }
  | { readonly kind: 'error'; readonly id: number; readonly name: string; readonly message: string };

/** What a worker needs of the machine's memory, at most, with MNIST at `quick`. */
const WORKER_BYTES = 1.5e9;

/** As many workers as there are tasks, cores, and memory for, but one at least. */
export function workerCount(tasks: number, cores: number, free = freemem()): number {
  return Math.max(1, Math.min(tasks, cores, Math.floor(free / WORKER_BYTES)));
}

/**
 * Trains and measures networks in processes of one thread each, several at a time. Small networks keep one core busy and
 * gain little from a second one; and their bits do not depend on how many cores a machine has.
 * @param watch awaited ten times a second with each task's fraction done and the newest note; throw to stop
 * @returns the tasks' rows, in the order of the tasks
 * @throws the first error of a task, after all workers have ended
 */
export async function runInWorkers(
  job: Job,
  tasks: readonly NetworkTask[],
  workers: number,
  watch: (fractions: readonly number[], note: string) => Promise<void> | void,
): Promise<NetworkRows[]> {
  const fractions = tasks.map(() => 0);
  const results: NetworkRows[] = [];
  let next = 0;
  let note = 'starting';
  const children: ChildProcess[] = [];

  const runWorker = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const child = startWorker();
      children.push(child);
      let current = -1;
      const give = (): void => {
        if (next === tasks.length) {
          child.disconnect();
          resolve();
          return;
        }
        current = next++;
        child.send({ kind: 'task', id: current, task: tasks[current]! } satisfies ToWorker);
      };
      child.on('error', reject);
      child.on('exit', (code, signal) => {
        reject(new Error(`A training process ended (${signal ?? `exit ${code}`}); if memory ran out, close other programs and run it again.`));
      });
      child.on('message', (message: FromWorker) => {
        switch (message.kind) {
          case 'fraction':
            fractions[message.id] = message.fraction;
            note = message.note;
            return;
          case 'rows':
            fractions[message.id] = 1;
            results[message.id] = message.rows;
            give();
            return;
          case 'error':
            reject(message.name === 'NonFiniteError' ? new NonFiniteError(message.message) : new Error(message.message));
        }
      });
      child.send({ kind: 'job', job } satisfies ToWorker);
      give();
    });

  let over = false;
  const watching = async (): Promise<void> => {
    while (!over) {
      await watch(fractions, note);
      await new Promise((resolve) => setTimeout(resolve, WATCH_MILLISECONDS));
    }
  };
  try {
    const watched = watching();
    await Promise.race([Promise.all(Array.from({ length: workers }, runWorker)), watched.then(() => new Promise<never>(() => undefined))]);
    over = true;
    await watched;
    return results;
  } finally {
    over = true;
    await Promise.all(children.map(end));
  }
}

const WATCH_MILLISECONDS = 100;

/** Ends a worker, if it has not ended, and waits until it is gone. */
function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGKILL');
  });
}

function startWorker(): ChildProcess {
  return fork(join(__dirname, 'worker-process.ts'), [], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1' },
    // An interrupt reaches this process only, which ends its workers itself.
    detached: true,
  });
}
