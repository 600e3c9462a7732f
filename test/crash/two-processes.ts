import assert from 'node:assert/strict';
import { join } from 'node:path';
import { runHash } from '../../src/runs/run';
import { openStore } from '../../src/runs/run-store';
import { tinyRun } from '../runs/tiny-run';
import { difference } from './results';
import { Worker } from './workers';

/** How the second process of each start fared. */
export interface Starts {
  /** it left, saying who trains */
  busy: number;
  /** it came when the run was done, or waited for it that long */
  late: number;
}

const run = tinyRun({
  measurements: ['images'],
  network: { input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 3, stride: 4 }, blocks: 2 }] },
});
const hash = runHash(run);

/**
 * Has two processes start the same run at the same time, again and again.
 * @param folder an empty one
 * @throws AssertionError unless exactly one of them trains, the other one says so, and all end with the same bits
 */
export async function startTwice(folder: string, count: number, say: (line: string) => void = () => undefined): Promise<Starts> {
  const workers = [new Worker(), new Worker()];
  const starts: Starts = { busy: 0, late: 0 };
  const first = openStore(join(folder, 'start 1'));
  for (let start = 1; start <= count; start++) {
    const store = openStore(join(folder, `start ${start}`));
    await Promise.all(workers.map((worker) => worker.order({ store: store.folder, run })));
    const outcomes = await Promise.all(workers.map((worker) => worker.outcome()));
    const other = outcomes.find((outcome) => outcome !== 'trained');
    assert.ok(outcomes.includes('trained') && other !== undefined, `start ${start}: ${outcomes.join(' and ')}`);
    if (other === 'was done') starts.late++;
    else {
      assert.match(other, /^RunBusyError: The run in .* is being trained by process \d+ on .+ since 20\d\d-.*: wait until it is done, or end that process\.$/);
      starts.busy++;
    }
    assert.equal(difference(store, first, hash), undefined);
    say(`${start} of ${count} starts`);
  }
  return starts;
}
