import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { MEASURES } from '../../src/ideas/measures';
import { PROTOCOLS } from '../../src/ideas/protocols';
import { OwnNetwork, type OwnLayers } from '../../src/networks/own-network';
import { MEASUREMENTS, runHash, type Run } from '../../src/runs/run';
import { pathOf, readRun, type RunStore } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { trainedNetwork } from '../../src/runs/trained-network';
import { saveNetwork } from '../../src/weights/network-file';
import { tablesOf } from '../../src/tables/tables-of-runs';
import { emptyStore, tinyRun } from './tiny-run';

/** Two stages: an MLP, and behind it one of half the width. */
function layers(): OwnLayers {
  const stage = (from: number, width: number): OwnLayers['stages'][number] => ({
    transition: ({ ops, weight }, x) => ops.matMul(x.shape.length === 4 ? ops.reshape(ops.averagePool(x, 4), [x.shape[0]!, from]) : x, weight('kernel', [from, width])),
    blocks: 2,
    block: ({ ops, weight }, h) => ops.add(h, ops.matMul(ops.tanh(ops.matMul(h, weight('first', [width, width]))), weight('second', [width, width], 0.5))),
  });
  return { input: [28, 28, 1], stages: [stage(49, 16), stage(16, 8)], head: ({ ops, weight }, h) => ops.matMul(h, weight('kernel', [8, 10])) };
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const network = new OwnNetwork(layers).definition;
const own = (change: Parameters<typeof tinyRun>[0] = {}): Run => tinyRun({ network, measurements: [...MEASUREMENTS], ...change, training: { coupling: 1, ...change.training } });

async function stored(store: RunStore, run: Run, files: readonly ('checkpoint' | 'records' | 'measurements' | 'images')[] = ['checkpoint', 'records', 'measurements', 'images']): Promise<Buffer[]> {
  await trainRun(engine, store, run, PROTOCOLS);
  return files.map((file) => readFileSync(pathOf(store, runHash(run), file)));
}

/** Trains a run until it reports for the fifth time. */
async function stopped(store: RunStore, run: Run): Promise<void> {
  let calls = 0;
  const stop = new Error('stopped');
  await assert.rejects(trainRun(engine, store, run, PROTOCOLS, {
    onProgress: () => {
      if (++calls === 5) throw stop;
    },
  }), stop);
}

describe('a run of a network of one’s own', () => {
  test('goes by the text of its network', () => {
    const other = { ...network, source: network.source.replace('tanh', 'relu') };
    assert.notEqual(runHash(own()), runHash(own({ network: other })));
    assert.equal(runHash(own()), runHash(own({ network: new OwnNetwork(layers).definition })));
  });

  test('that was stopped ends in the bits of one that was not; all measurements are taken, read and tabled', async () => {
    const [whole, interrupted] = [emptyStore(), emptyStore()];
    const run = own();
    await stopped(interrupted, run);
    // Nothing but what is stored is known of it from here on.
    const { run: found, status } = readRun(interrupted, runHash(run));
    assert.equal(status, 'stopped');
    assert.deepEqual(await stored(interrupted, found), await stored(whole, run));

    const done = readRun(whole, runHash(run));
    const tables = tablesOf([done], MEASURES);
    assert.equal(tables.runs.get('recurrenceIndex', 0), 1);
    assert.deepEqual([tables.runs.get('normalization', 0), tables.runs.get('lipschitzBound', 0)], ['none', null]);
    assert.equal(tables.stages.numRows(), 2);
    const trained = await trainedNetwork(engine, whole, done);
    const [first, second] = [1, 2].map((t) => numbersOf(trained.parameters[`stage2.block${t}.first`]!));
    assert.deepEqual(first, second);
    await assert.rejects(saveNetwork('own.safetensors', trained, { mean: [0], standardDeviation: [1] }), /^Error: A network of your own has layers that no file of weights can tell/);
    trained.dispose();
  });

  test('with batch norm in its blocks is stored with its statistics, and stopped, ends in the same bits', async () => {
    const { definition } = new OwnNetwork(() => ({
      input: [28, 28, 1],
      stages: [{
        transition: ({ ops, weight }, x) => ops.conv2d(ops.averagePool(x, 4), weight('kernel', [3, 3, 1, 4])),
        blocks: 2,
        block: ({ ops, weight, batchNorm }, h) => ops.add(h, ops.conv2d(ops.relu(batchNorm('norm', h)), weight('kernel', [3, 3, 4, 4], 0.5))),
      }],
      head: ({ ops, weight }, h) => ops.matMul(ops.mean(h, [1, 2]), weight('kernel', [4, 10])),
    }));
    const run = own({ network: definition, measurements: ['indices'], training: { coupling: 0.5 } });
    assert.equal(run.network.normalization, 'batch');
    const [whole, interrupted] = [emptyStore(), emptyStore()];
    await stopped(interrupted, run);
    const files = ['checkpoint', 'records', 'measurements'] as const;
    assert.deepEqual(await stored(interrupted, run, files), await stored(whole, run, files));
    const trained = await trainedNetwork(engine, whole, readRun(whole, runHash(run)));
    const means = Object.entries(trained.statistics).filter(([name]) => name.includes('ean')).map(([, value]) => [...numbersOf(value)]);
    assert.equal(means.length, 2);
    assert.ok(means.flat().every((mean) => mean !== 0), 'training moved them');
    trained.dispose();
  });

  test('that is not well defined is refused', async () => {
    assert.throws(() => own({ network: { ...network, input: [32, 32, 3] } }), /network\.input: the images of mnist are \[28, 28, 1\]/);
    assert.throws(() => own({ network: { ...network, source: '' } }), /network\.source/);
    await assert.rejects(trainRun(engine, emptyStore(), own({ network: { ...network, stages: [{ blocks: 3 }, { blocks: 2 }] } }), PROTOCOLS), /is not what its text makes/);
  });
});
