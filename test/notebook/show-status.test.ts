import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { experiment } from '../../src/experiments/experiments';
import { showStatus } from '../../src/notebook/show-status';
import { lockRun } from '../../src/runs/run-lock';
import { enterRun, openStore, pathOf } from '../../src/runs/run-store';
import { writeSealed } from '../../src/runs/sealed-json';
import { madeUpMeasurements } from '../tables/stored-runs';
import { withFakeKernel } from './fake-kernel';

const folder = mkdtempSync(join(tmpdir(), 'show-status-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const store = openStore(folder);
const { runs } = experiment('mnist', 'smoke');
const [first, second, third] = runs.map((run) => enterRun(store, run)) as [string, string, string];
const at = '2026-11-27T00:00:00.000Z';

test('one output tells how the runs stand, which are at work and why others failed, and goes on until it is interrupted', async () => {
  await writeSealed(pathOf(store, first, 'measurements'), madeUpMeasurements());
  await writeSealed(pathOf(store, second, 'failure'), { kind: 'NonFiniteError', reason: '<b>step 3</b>', step: 3, at });
  await writeSealed(pathOf(store, third, 'progress'), { step: 5, fraction: 0.256, note: 'epoch 1.0', stepsPerSecond: 2, at });
  const lock = await lockRun(pathOf(store, third));
  await withFakeKernel(async (published, interrupt) => {
    const shown = showStatus('smoke', { experiment: 'mnist', follow: true, store });
    const interrupted = assert.rejects(shown, /enough/);
    while (published.length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    interrupt(new Error('enough'));
    await interrupted;

    const text = String(published[0]!.data['text/plain']);
    assert.match(text, new RegExp(`^experiment +runs +done +running +stopped +failed +new\\nmnist +${runs.length} +1 +1 +0 +1 +${runs.length - 3}\\n`));
    assert.match(text, new RegExp(`running: ${third} .*: 25 %, epoch 1\\.0`));
    assert.match(text, new RegExp(`failed: ${second} .*: NonFiniteError: <b>step 3</b>`));
    assert.match(text, /Time to go: unknown until "npm run plan" has timed these networks here\./);
    assert.match(String(published[0]!.data['text/html']), /&#60;b&#62;step 3/);
    assert.deepEqual(published.map(({ update }) => update), published.map((_, i) => i > 0));
    assert.equal(new Set(published.map(({ displayId }) => displayId)).size, 1);
  });
  await lock.release();
});

test('without following it looks once', () =>
  withFakeKernel(async (published) => {
    await showStatus('smoke', { experiment: 'mnist', store });
    assert.equal(published.length, 1);
    assert.match(String(published[0]!.data['text/plain']), new RegExp(`mnist +${runs.length} +1 +0 +0 +1 +${runs.length - 2}`));
  }));
