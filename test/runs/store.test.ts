import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { trainRuns } from '../../src/experiments/train-runs';
import { recordsSchema } from '../../src/runs/records';
import { runHash, type Run } from '../../src/runs/run';
import { describeRun, enterRun, pathOf, readRuns } from '../../src/runs/run-store';
import { writeSealed } from '../../src/runs/sealed-json';
import { emptyStore, tinyRun } from './tiny-run';

const named = (seed: number): Run => tinyRun({ training: { seed } });

test('what its type says is a run and is none is refused before anything is written or trained', async () => {
  const store = emptyStore();
  const wrong: Run[] = [named(1), named(2)].map((run) => ({ ...run, seed: 78 }));
  const refusal = { name: 'RangeError', message: 'The run cannot be used: there is no "seed" among the keys format, experiment, preset, task, variant, trainImages, testImages, network, training, recordsPerEpoch, measurements.' };
  assert.throws(() => enterRun(store, wrong[0]!), refusal);
  await assert.rejects(trainRuns(await startEngine(), store, wrong), refusal);
  assert.deepEqual(readdirSync(store.folder), []);
});

test('a run whose file cannot be used is named and left out, the others are read', async () => {
  const store = emptyStore();
  const runs = [named(1), named(2), named(3)];
  for (const run of runs) await describeRun(store, enterRun(store, run), run);
  const [bad, hashes] = [runHash(runs[1]!), runs.map(runHash)];
  const told: string[] = [];
  const read = (): string[] => readRuns(store, () => true, ({ message }) => told.push(message)).map(({ hash }) => hash);
  writeFileSync(pathOf(store, bad, 'configuration'), 'nonsense');
  assert.deepEqual(read(), hashes.filter((hash) => hash !== bad).sort());
  assert.equal(told.length, 1);
  assert.ok(told[0]!.startsWith(`${pathOf(store, bad, 'configuration')} is damaged`), told[0]);

  await writeSealed(pathOf(store, bad, 'configuration'), { ...runs[1]!, seed: 78 });
  assert.equal(read().length, 2);
  assert.match(told[1]!, /there is no "seed" among the keys .*measurements\): put back a copy of it, or delete the folder/);
});

test('what could not be read again is not written', async () => {
  const path = join(emptyStore().folder, 'records.json');
  const records = [{ step: 1, epoch: 1, trainLoss: Number.NaN, trainAccuracy: 2, testLoss: 1, testAccuracy: 0 }];
  await assert.rejects(writeSealed(path, records, recordsSchema), /records\.json is not written \(The content cannot be used: 0\.trainAccuracy: .*\): what is written must be readable again/);
  assert.equal(existsSync(path), false);
});
