import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { runHash } from '../../src/runs/run';
import { findRun, readRun } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { emptyStore, tinyRun } from './tiny-run';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

test('a run is trained once', async () => {
  const store = emptyStore();
  const run = tinyRun({ measurements: ['indices', 'earlyReadoutHistory', 'gradientRatioHistory', 'normsAtInitialization'] });
  assert.equal(findRun(store, run).status, 'new');
  assert.equal(await trainRun(engine, store, run), 'trained');
  assert.equal(await trainRun(engine, store, run), 'was done');
  assert.equal(readRun(store, runHash(run)).status, 'done');
});
