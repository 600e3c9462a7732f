import { availableParallelism } from 'node:os';
import type { Engine } from '../engine/engine';
import { doJob, type Job, type JobEnd } from './job';
import { runInWorkers, workerCount, type PoolProgress } from './worker-pool';

/** How many jobs this machine does at a time: on the CPU as many as it has cores and memory for, on a GPU or without the native engine one. */
export function processCount({ report: { engine, device } }: Engine, jobs: number): number {
  return engine === 'native' && device === 'CPU' ? workerCount(jobs, availableParallelism()) : 1;
}

/**
 * Does jobs, several at a time in processes of one thread each where that is faster, else one after the other in this process.
 * @param watch awaited; throw to stop, after which what is under way is saved
 * @returns how the jobs ended, in their order
 */
export function doJobs(engine: Engine, jobs: readonly Job[], watch: (progress: PoolProgress) => Promise<void> | void): Promise<JobEnd[]> {
  const { engine: name, device } = engine.report;
  if (jobs.length === 0) return Promise.resolve([]);
  return name === 'native' && device === 'CPU' ? runInWorkers(jobs, processCount(engine, jobs.length), watch) : inThisProcess(engine, jobs, watch);
}

async function inThisProcess(engine: Engine, jobs: readonly Job[], watch: (progress: PoolProgress) => Promise<void> | void): Promise<JobEnd[]> {
  const fractions = jobs.map(() => 0);
  const ends: (JobEnd | undefined)[] = jobs.map(() => undefined);
  for (const [job, what] of jobs.entries()) {
    ends[job] = await doJob(engine, what, async (fraction, note) => {
      fractions[job] = fraction;
      await watch({ fractions, ends, latest: { job, note } });
    });
    fractions[job] = 1;
    await watch({ fractions, ends, latest: undefined });
  }
  return ends.map((end) => end!);
}
