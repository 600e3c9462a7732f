import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { experiment } from '../../src/experiments/experiments';
import { findRuns, loadRuns } from '../../src/experiments/load-runs';
import { tablesOf } from '../../src/experiments/results';
import { sweep, type Sweep } from '../../src/experiments/sweep';
import { lockRun } from '../../src/runs/run-lock';
import { runHash } from '../../src/runs/run';
import { enterRun, openStore, pathOf, type RunStore } from '../../src/runs/run-store';
import { scratchFolder } from '../data/scratch';

const { runs } = experiment('mnist', 'smoke');

const train = (store: RunStore, ...args: string[]) => trainChosen(store, '--preset', 'smoke', '--experiment', 'mnist', ...args);

async function trainChosen({ folder }: RunStore, ...args: string[]): Promise<{ status: number; stderr: string }> {
  const child = spawn(process.execPath, ['--import', 'tsx', join('src', 'commands', 'train.ts'), ...args], {
    cwd: join(__dirname, '..', '..'),
    env: { ...process.env, RUNS_DIR: folder },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let stderr = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const [status] = (await once(child, 'close')) as [number];
  return { status, stderr };
}

/** A store at whose runs another process is. */
async function busyStore(context: TestContext): Promise<RunStore> {
  const store = openStore(await scratchFolder(context));
  const locks = await Promise.all(runs.map((run) => lockRun(pathOf(store, enterRun(store, run)))));
  context.after(() => Promise.all(locks.map((lock) => lock.release())));
  return store;
}

test('what others are training is no failure; of one run that is asked for it has a status of its own', async (context) => {
  const store = await busyStore(context);
  const all = await train(store);
  assert.equal(all.status, 0, all.stderr);
  assert.match(all.stderr, new RegExp(`\\n0 of ${runs.length} networks are trained and measured; ${runs.length} are being trained elsewhere\\.\\n$`));
  const one = await train(store, '--run', runHash(runs[0]!));
  assert.equal(one.status, 75, one.stderr);
  assert.match(one.stderr, /is being trained by process \d+ on .*: wait until it is done, or end that process\.\n$/);
});

test('a training says what it does, and nothing of the libraries below', async (context) => {
  const store = openStore(await scratchFolder(context));
  const { status, stderr } = await train(store, '--run', runHash(runs[0]!));
  assert.equal(status, 0, stderr);
  assert.match(stderr, /is trained and measured\.\n$/);
  assert.doesNotMatch(stderr, /absl|MLIR|^[IW]\d{4}/m);
});

test('a sweep in a file is trained as a preset is, and its networks stand in tables beside those of the study', async (context) => {
  const folder = await scratchFolder(context);
  const store = openStore(join(folder, 'runs'));
  const own: Sweep = {
    name: 'own', task: 'mnist', trainImages: 640, testImages: 200,
    network: { channels: [4], blocks: 2 },
    training: { epochs: 1, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.1 } },
    coupling: [0, 1], seeds: [78],
  };
  const file = join(folder, 'own.json');
  writeFileSync(file, JSON.stringify(own));
  const { status, stderr } = await trainChosen(store, '--sweep', file);
  assert.equal(status, 0, stderr);
  const [ofSweep, ofStudy] = [await findRuns(sweep(own).runs, store), await loadRuns('study', store)];
  assert.deepEqual(ofSweep.map((each) => each.status), ['done', 'done']);
  const { runs: beside, curves } = tablesOf([...ofSweep, ...ofStudy]);
  const rows = beside.objects() as { experiment: string; coupling: number; seed: number; recurrenceIndex: number }[];
  const ours = rows.filter((row) => row.experiment === 'own');
  assert.deepEqual(ours.map(({ coupling, seed }) => [coupling, seed]), [[0, 78], [1, 78]]);
  assert.ok(ours.every(({ recurrenceIndex }) => Number.isFinite(recurrenceIndex)));
  assert.equal(rows.length - ours.length, ofStudy.filter((each) => each.status === 'done' && each.run.training.epochs > 0).length);
  assert.ok((curves.array('experiment') as string[]).includes('own'));
});
