/**
 * Trains and measures networks for its parent, one at a time.
 * @module
 */
import { startEngine, type Engine } from '../engine/engine';
import { conditionName, trainAndMeasure } from './train-and-measure';
import type { FromWorker, Job, ToWorker } from './worker-pool';

/** Between two reports of progress. */
const REPORT_MILLISECONDS = 50;

async function work(engine: Engine, { data, experiment }: Job, { id, task }: ToWorker & { kind: 'task' }): Promise<FromWorker> {
  let reported = -Infinity;
  try {
    const rows = await trainAndMeasure(engine, data, experiment, task, (fraction, note) => {
      if (performance.now() - reported < REPORT_MILLISECONDS) return;
      reported = performance.now();
      send({ kind: 'fraction', id, fraction, note: `${conditionName(task.condition)}, seed ${task.seed}: ${note}` });
    });
    return { kind: 'rows', id, rows };
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'error', id, name, message };
  }
}

function send(message: FromWorker): void {
  if (process.connected) process.send!(message);
}

if (process.send) {
  let job: Job | undefined;
  process.on('disconnect', () => process.exit());
  process.on('message', (message: ToWorker) => {
    if (message.kind === 'job') {
      job = message.job;
      return;
    }
    void startEngine().then(async (engine) => send(await work(engine, job!, message)));
  });
}
