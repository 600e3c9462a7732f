/**
 * Does jobs for its parent, one at a time. SIGTERM, or a parent that is gone, stops a training within a step, after a checkpoint.
 * @module
 */
import { startEngine } from '../engine/engine';
import { doJob, failure } from './job';
import type { FromWorker, ToWorker } from './worker-pool';

/** Between two reports of progress. */
const REPORT_MILLISECONDS = 50;

const stopping = new AbortController();

async function work({ id, job }: ToWorker): Promise<void> {
  let reported = -Infinity;
  try {
    const end = await doJob(await startEngine(), job, (fraction, note) => {
      stopping.signal.throwIfAborted();
      if (performance.now() - reported < REPORT_MILLISECONDS) return;
      reported = performance.now();
      send({ kind: 'fraction', id, fraction, note });
    });
    send({ kind: 'end', id, end });
  } catch (error) {
    if (stopping.signal.aborted) process.exit();
    send({ kind: 'end', id, end: failure(error) });
  }
}

function send(message: FromWorker): void {
  if (process.connected) process.send!(message);
}

if (process.send) {
  let working = Promise.resolve();
  let busy = false;
  const stop = (): void => {
    stopping.abort(new Error('Stopped.'));
    if (!busy) process.exit();
  };
  process.on('SIGTERM', stop);
  process.on('disconnect', stop);
  process.on('message', (message: ToWorker) => {
    busy = true;
    working = working.then(() => work(message)).then(() => {
      busy = false;
      if (stopping.signal.aborted) process.exit();
    });
  });
}
