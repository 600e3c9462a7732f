import { PROTOCOLS } from '../../src/ideas/protocols';
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { smallNetwork } from '../../src/experiments/small-network';
import { trainRuns } from '../../src/experiments/train-runs';
import { workerCount } from '../../src/experiments/worker-pool';
import { parseRun, type Run, type RunInput } from '../../src/runs/run';
import { findRun, openStore, type RunStore, type StoredRun } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';

// As the workers have it, so that the same network trained here ends in the same bits.
process.env.TF_NUM_INTRAOP_THREADS = '1';

const network = smallNetwork({ input: [28, 28, 1], classes: 10, channels: [4, 8], blocks: 2, stride: 4 });

function run(seed: number, training: Partial<RunInput['training']> = {}, normalization: 'batch' | 'none' = 'batch'): Run {
  return parseRun({
    format: 1,
    experiment: 'test',
    preset: 'test',
    task: 'mnist',
    variant: 'standard',
    trainImages: 96,
    testImages: 60,
    network: { ...network, normalization },
    training: { seed, epochs: 2, batchSize: 16, learningRate: { kind: 'constant', rate: 0.05 }, ...training },
    recordsPerEpoch: 1,
    measurements: ['indices'],
  });
}

const folders: string[] = [];
function freshStore(): RunStore {
  const folder = mkdtempSync(join(tmpdir(), 'train-runs-'));
  folders.push(folder);
  return openStore(folder);
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});
after(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

const results = ({ records, measurements }: StoredRun): object => ({ records, measurements });
const long = (seed: number): Run => run(seed, { epochs: 5000 });

test('a run that fails does not stop the others, is named with its reason, and all that was done stays done', async () => {
  const store = freshStore();
  const wild = run(1, { epochs: 30, learningRate: { kind: 'constant', rate: 1e6 } }, 'none');
  const runs = [wild, run(1), run(2)];
  const done: number[] = [];
  let work = { done: 0, left: 3 };
  const failed = await trainRuns(engine, store, runs, (progress) => {
    assert.ok(progress.work.done >= work.done && progress.work.left <= work.left);
    ({ work } = progress);
    assert.equal(progress.runs, 3);
    assert.ok(progress.whole + progress.failed <= progress.done && Number.isInteger(progress.whole));
    done.push(progress.done);
  });
  assert.deepEqual(failed.map(({ run: { training }, error }) => [training.learningRate, error]), [[wild.training.learningRate, 'NonFiniteError']]);
  assert.match(failed[0]!.reason, /^Step \d+ of 180 .*learning rate/);
  assert.deepEqual(runs.map((each) => findRun(store, each).status), ['failed', 'done', 'done']);
  assert.deepEqual(done, [...done].sort((a, b) => a - b));
  assert.equal(done[done.length - 1], 3);
  assert.equal(work.left, 0);
  assert.ok(work.done > 0 && work.done <= 3);

  const here = freshStore();
  await trainRun(engine, here, run(2), PROTOCOLS);
  assert.deepEqual(results(findRun(store, run(2))), results(findRun(here, run(2))), 'a network trained in a worker is the one trained here');

  assert.deepEqual(await trainRuns(engine, store, runs.slice(1)), []);
  assert.equal(findRun(store, run(2)).environment.length, 1, 'a run that is done is not begun again');
});

test('an interrupt ends all workers after they have saved; one that is killed costs its own run only', async () => {
  const store = freshStore();
  const stop = new Error('interrupted by the test');
  let killed = 0;
  const outcome = trainRuns(engine, store, [long(1), long(2), long(3)], ({ failed, done }) => {
    const steps = [1, 2, 3].map((seed) => findRun(store, long(seed)).progress?.step ?? 0);
    if (killed === 0 && steps[0]! > 0) {
      killed = workers()[0]!;
      process.kill(killed, 'SIGKILL');
    }
    if (failed === 1 && done > 1 && steps[2]! > 0) throw stop;
  });
  await assert.rejects(outcome, stop);
  assert.deepEqual(workers(), []);
  const left = [1, 2, 3].map((seed) => findRun(store, long(seed)));
  assert.deepEqual(left.map(({ status }) => status), ['stopped', 'stopped', 'stopped']);
  const saved = left.slice(1).map(({ environment }) => environment[environment.length - 1]!.toStep);
  assert.ok(saved.every((step) => step > 0), `saved at steps ${saved.join(', ')}`);

  // What is found done is not counted as work.
  const steps = 5000 * 6;
  await assert.rejects(trainRuns(engine, store, [long(3)], ({ done, work }) => {
    if (done === 0) return;
    assert.ok(done >= saved[1]! / steps - 0.01 && work.done < done);
    throw stop;
  }), stop);
});

/** Training processes that this process started and that still run. */
function workers(): number[] {
  const processes = execFileSync('ps', ['-eo', 'pid,ppid,stat,args'], { encoding: 'utf8' }).split('\n');
  return processes
    .map((line) => line.trim().split(/\s+/))
    .filter(([, parent, state, ...args]) => Number(parent) === process.pid && !state!.startsWith('Z') && args.join(' ').includes('worker-process'))
    .map(([id]) => Number(id));
}

test('no more workers than jobs, cores or memory for them, and one at least', () => {
  const memory = 64e9;
  assert.equal(workerCount(18, 8, memory), 8);
  assert.equal(workerCount(3, 8, memory), 3);
  assert.equal(workerCount(18, 8, 4e9), 2);
  assert.equal(workerCount(18, 8, 1e8), 1);
});
