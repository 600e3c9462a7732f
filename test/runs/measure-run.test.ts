import assert from 'node:assert/strict';
import { test } from 'node:test';
import { loadTask } from '../../src/data/task';
import { startEngine } from '../../src/engine/engine';
import { PROTOCOLS } from '../../src/ideas/protocols';
import { definedNetwork } from '../../src/networks/defined-network';
import { untrained } from '../../src/networks/untrained';
import { measureRun } from '../../src/runs/measure-run';
import { tinyRun } from './tiny-run';

test('sets that protocols name differently, but which hold the same images, are measured once', async () => {
  const engine = await startEngine();
  const run = tinyRun({ measurements: ['images', 'blocks'] });
  const values = untrained(engine, definedNetwork(run.network), run.training);
  // "all" are 40 images here, and so are "the first 500".
  const { measurements } = await measureRun(engine, run, values, await loadTask('mnist', run.trainImages, run.testImages), PROTOCOLS, () => undefined);
  values.dispose();
  const drops = measurements.filter(({ measure }) => measure === 'blockDrop').map(({ images, n }) => `${n} ${images}`);
  assert.deepEqual(drops, ['40 test', '96 training']);
  const places = measurements.map(({ measure, at, images, n }) => [measure, at, images, n].join());
  assert.equal(new Set(places).size, places.length);
});
