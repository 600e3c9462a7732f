import { fork, type ChildProcess } from 'node:child_process';
import { freemem } from 'node:os';
import { createInterface } from 'node:readline';
import { join } from 'node:path';
import type { Job, JobEnd } from './job';

export interface ToWorker {
  readonly id: number;
  readonly job: Job;
}

export type FromWorker =
  | { readonly kind: 'fraction'; readonly id: number; readonly fraction: number; readonly note: string }
  | { readonly kind: 'end'; readonly id: number; readonly end: JobEnd };

/** Where the jobs are. */
export interface PoolProgress {
  /** of every job, 0 to 1 */
  readonly fractions: readonly number[];
  /** how a job ended, by its index */
  readonly ends: readonly (JobEnd | undefined)[];
  /** the newest of what jobs say of themselves, and which job said it */
  readonly latest: { readonly job: number; readonly note: string } | undefined;
}

/** What a worker needs of the machine's memory, at most, with small networks. */
const WORKER_BYTES = 1.5e9;
const WATCH_MILLISECONDS = 100;
/** A worker that was asked to save and leave, and has not by then, is ended. */
const PATIENCE_MILLISECONDS = 30_000;

/** As many workers as there are jobs, cores, and memory for, but one at least. */
export function workerCount(jobs: number, cores: number, free = freemem()): number {
  return Math.max(1, Math.min(jobs, cores, Math.floor(free / WORKER_BYTES)));
}

/**
 * Does jobs in processes of one thread each, several at a time. Small networks keep one core busy and gain little from a second one;
 * and their bits do not depend on how many cores a machine has. A job that fails, or whose process dies, does not stop the others.
 * @param watch awaited ten times a second; throw to stop: the workers save what they are at and leave
 * @returns how the jobs ended, in their order
 * @throws what `watch` threw, after all workers have left
 */
export async function runInWorkers(jobs: readonly Job[], workers: number, watch: (progress: PoolProgress) => Promise<void> | void): Promise<JobEnd[]> {
  const fractions = jobs.map(() => 0);
  const ends: (JobEnd | undefined)[] = jobs.map(() => undefined);
  const children = new Set<ChildProcess>();
  let latest: PoolProgress['latest'];
  let next = 0;
  let stopping = false;

  /** Does jobs until none is left, in one process as long as that lives. */
  const work = async (): Promise<void> => {
    while (next < jobs.length && !stopping) await inOneProcess();
  };
  const inOneProcess = (): Promise<void> =>
    new Promise((resolve) => {
      const child = startWorker(join(__dirname, 'worker-process.ts'));
      children.add(child);
      let current = -1;
      const give = (): void => {
        if (next === jobs.length || stopping) {
          if (child.connected) child.disconnect();
          return;
        }
        current = next++;
        child.send({ id: current, job: jobs[current]! } satisfies ToWorker);
      };
      const gone = (how: string): void => {
        if (!children.delete(child)) return;
        if (current >= 0 && ends[current] === undefined && !stopping) {
          const reason = `The training process ended (${how}); if memory ran out, close other programs and start again.`;
          ends[current] = { ended: 'failed', error: 'ProcessError', reason };
          fractions[current] = 1;
        }
        resolve();
      };
      child.on('error', (error) => gone(error.message));
      child.on('exit', (code, signal) => gone(signal ?? `exit ${code}`));
      child.on('message', (message: FromWorker) => {
        if (message.kind === 'fraction') {
          fractions[message.id] = message.fraction;
          latest = { job: message.id, note: message.note };
          return;
        }
        fractions[message.id] = 1;
        ends[message.id] = message.end;
        give();
      });
      give();
    });

  let over = false;
  const watching = async (): Promise<never> => {
    while (!over) {
      await watch({ fractions, ends, latest });
      await new Promise((resolve) => setTimeout(resolve, WATCH_MILLISECONDS));
    }
    return new Promise(() => undefined);
  };
  try {
    await Promise.race([Promise.all(Array.from({ length: workers }, work)), watching()]);
    over = true;
    await watch({ fractions, ends, latest });
    return ends.map((end) => end!);
  } finally {
    over = true;
    stopping = true;
    await Promise.all([...children].map(leave));
  }
}

/** Asks a worker to save and leave, and waits until it is gone. */
function leave(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const impatient = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MILLISECONDS);
    child.once('exit', () => {
      clearTimeout(impatient);
      resolve();
    });
    child.kill('SIGTERM');
  });
}

/** What TensorFlow's library notes of itself at its first graph, whatever TF_CPP_MIN_LOG_LEVEL says, in a process of its own. */
const NOTE = /^(WARNING: All log messages before absl::InitializeLog|I\d{4} \d\d:\d\d:)/;

/** A process of one thread that runs a script of the project, and that its parent talks to. */
export function startWorker(script: string): ChildProcess {
  const child = fork(script, [], {
    execArgv: ['--require', require.resolve('tsx/cjs')],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: '1' },
    // An interrupt reaches this process only, which stops its workers itself.
    detached: true,
  });
  createInterface({ input: child.stderr! }).on('line', (line) => {
    if (!NOTE.test(line)) process.stderr.write(`${line}\n`);
  });
  return child;
}
