import type { Engine } from '../engine/engine';
import { PROTOCOLS } from '../ideas/protocols';
import type { Run } from '../runs/run';
import { openStore } from '../runs/run-store';
import { trainRun } from '../runs/train-run';
import { measureRate, type Rate } from './rate';

/** A piece of work for a process of its own, as plain data. */
export type Job =
  /** trains and measures a run of the store in a folder; `kept`: as `trainRun` has it */
  | { readonly kind: 'train'; readonly folder: string; readonly run: Run; readonly kept?: readonly string[] }
  /** times a kind of run */
  | { readonly kind: 'time'; readonly run: Run };

/** How a job ended; a job that failed says by which error. */
export type JobEnd =
  | { readonly ended: 'trained' | 'was done' }
  | { readonly ended: 'timed'; readonly rate: Rate }
  | { readonly ended: 'failed'; readonly error: string; readonly reason: string };

/** Called with the fraction of a job that is done, and what is being done; awaited; throws to stop it. */
export type OnFraction = (fraction: number, note: string) => Promise<void> | void;

/** Does a job in this process. @throws what `onFraction` threw, after a checkpoint; what goes wrong otherwise is the end of the job */
export async function doJob(engine: Engine, job: Job, onFraction: OnFraction): Promise<JobEnd> {
  let thrown: { readonly error: unknown } | undefined;
  try {
    if (job.kind === 'time') return { ended: 'timed', rate: await measureRate(engine, job.run) };
    const onProgress: OnFraction = async (fraction, note) => {
      try {
        await onFraction(fraction, note);
      } catch (error) {
        thrown = { error };
        throw error;
      }
    };
    return { ended: await trainRun(engine, openStore(job.folder), job.run, PROTOCOLS, { onProgress, ...(job.kept && { kept: job.kept }) }) };
  } catch (error) {
    if (thrown) throw thrown.error;
    return failure(error);
  }
}

/** @param error what a job threw */
export function failure(error: unknown): JobEnd {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { ended: 'failed', error: name, reason: message };
}
