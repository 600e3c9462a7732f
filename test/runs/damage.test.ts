import { entryOf } from '../../src/measuring/entry';
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, test, type TestContext } from 'node:test';
import { DataError } from '../../src/data/data-error';
import { loadDataset } from '../../src/data/load';
import { loadTask } from '../../src/data/task';
import { startEngine, type Engine } from '../../src/engine/engine';
import { definedNetwork } from '../../src/networks/defined-network';
import { readCheckpoint, writeCheckpoint } from '../../src/runs/checkpoint';
import { readImages, writeImages } from '../../src/runs/images-file';
import { EMPTY_TALLY } from '../../src/runs/records';
import { runHash } from '../../src/runs/run';
import { describeRun, enterRun, pathOf, readRun, RUN_FILES, type RunFile } from '../../src/runs/run-store';
import { writeSealed } from '../../src/runs/sealed-json';
import { StoreError } from '../../src/runs/store-error';
import { Trainer } from '../../src/training/trainer';
import { disposeState } from '../../src/training/training-state';
import { fixturePath } from '../data/fixture';
import { scratchFolder } from '../data/scratch';
import { smallDefinition } from '../data/small-definition';
import { emptyStore, tinyRun } from './tiny-run';

/** As small as networks get: one channel, two blocks. */
const run = tinyRun({
  measurements: [],
  network: { input: [28, 28, 1], classes: 10, stages: [{ transition: { kind: 'convolution', channels: 1, stride: 14 }, blocks: 2 }] },
});
const hash = runHash(run);

/** 1 in `npm run test:crash`: every byte; here a few hundred of a file. */
const STRIDE = Number(process.env.DAMAGE_STRIDE ?? 13);

/**
 * Reads a file with bytes changed in two ways, one after the other, and cut short.
 * @param Kind of error that is expected
 * @returns how many damages there were, each of which was refused by an error that names the file
 */
async function damages(path: string, read: () => unknown, Kind: typeof StoreError | typeof DataError = StoreError): Promise<{ changed: number; cut: number }> {
  const whole = readFileSync(path);
  const counts = { changed: 0, cut: 0 };
  const refused = async (bytes: Uint8Array, what: string): Promise<void> => {
    writeFileSync(path, bytes);
    await assert.rejects(
      Promise.resolve().then(read),
      (error) => error instanceof Kind && error.path === path && error.message.startsWith(path) ? true : assert.fail(`${what}: ${String(error)}`),
      what,
    );
  };
  for (let at = 0; at < whole.length; at += STRIDE) {
    for (const bits of [1, 0x20]) {
      const changed = Buffer.from(whole);
      changed[at]! ^= bits;
      await refused(changed, `byte ${at} changed by ${bits}`);
      counts.changed++;
    }
    await refused(whole.subarray(0, at), `cut to ${at} bytes`);
    counts.cut++;
  }
  await refused(Buffer.concat([whole, Buffer.from(' ')]), 'a byte more');
  writeFileSync(path, whole);
  await read();
  return counts;
}

test('no byte of a data file can change, and none be missing, without an error that names the file', async (t) => {
  const folder = await scratchFolder(t);
  const names = ['small-images', 'small-labels'];
  const places = { dataFolder: folder, repositoryFolder: folder, downloadFolder: folder };
  for (const name of names) copyFileSync(fixturePath(name), join(folder, name));
  for (const name of names) {
    const { changed, cut } = await damages(join(folder, name), () => loadDataset(smallDefinition(), { places }), DataError);
    t.diagnostic(`${name} (idx): ${changed} changed bytes and ${cut} truncations, all refused`);
  }
});

describe('no byte of a run’s files can change, and none be missing, without an error that names the file:', () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine();
  });
  const report = (t: TestContext, file: RunFile, { changed, cut }: { changed: number; cut: number }): void =>
    t.diagnostic(`${RUN_FILES[file]}: ${changed} changed bytes and ${cut} truncations, all refused`);

  test('checkpoint', async (t) => {
    const store = emptyStore();
    enterRun(store, run);
    const network = definedNetwork(run.network);
    const trainer = new Trainer(engine, network, await loadTask('mnist', run.trainImages, run.testImages), run.training);
    trainer.advance();
    const position = trainer.position();
    const path = pathOf(store, hash, 'checkpoint');
    await writeCheckpoint(path, hash, { ...position, records: [], tally: EMPTY_TALLY });
    disposeState(position.state);
    trainer.dispose();
    report(t, 'checkpoint', await damages(path, async () => disposeState((await readCheckpoint(engine, path, hash, network, run.training)).state)));
    await assert.rejects(readCheckpoint(engine, path, '0000000000000000', network, run.training), /it belongs to run [0-9a-f]{16}\): put back a copy of it, or delete it to train this run again from its first step\.$/);
  });

  const moment = '2026-01-01T00:00:00.000Z';
  const content: Partial<Record<RunFile, unknown>> = {
    records: [{ step: 1, epoch: 0.5, trainLoss: NaN, trainAccuracy: 0.5, testLoss: -0, testAccuracy: 1 }],
    failure: { kind: 'Error', reason: 'ünicode', step: 1, at: moment },
    progress: { step: 1, fraction: 0.5, note: 'epoch 1.0', stepsPerSecond: 3, at: moment },
    measurements: [
      entryOf('evaluation', { at: 'end', images: 'test', n: 3 }, [{ loss: 1e-7, accuracy: 0 }]),
      entryOf('lipschitz bounds', { at: 'end', images: 'test', n: 3 }, [{ stage: 1, block: 1, firstNorm: 1, secondNorm: Infinity, bound: Number.NaN }], { of: 'F' }),
    ],
  };
  for (const file of ['configuration', 'records', 'failure', 'progress', 'measurements'] as const) {
    test(file, async (t) => {
      const store = emptyStore();
      enterRun(store, run);
      await describeRun(store, hash, run);
      if (content[file]) await writeSealed(pathOf(store, hash, file), content[file]);
      report(t, file, await damages(pathOf(store, hash, file), () => readRun(store, hash)));
      const stored = readRun(store, hash);
      if (file === 'records') assert.deepEqual(stored.records, content.records);
      if (file === 'measurements') assert.deepEqual(stored.measurements, content.measurements);
    });
  }

  test('images', async (t) => {
    const store = emptyStore();
    enterRun(store, run);
      await describeRun(store, hash, run);
    const bytes = (): Uint8Array => Uint8Array.of(3, 1, 4);
    const numbers = (): Float32Array => Float32Array.of(0.5, NaN, -0);
    const results = {
      labels: bytes(),
      predicted: bytes(),
      right: Uint8Array.of(1, 0, 1),
      loss: numbers(),
      entropy: numbers(),
      margin: numbers(),
      dropped: [{ stage: 1, block: 1, right: Uint8Array.of(1, 1, 0) }],
    };
    await writeImages(store, hash, results);
    report(t, 'images', await damages(pathOf(store, hash, 'images'), () => readImages(store, hash)));
    assert.deepEqual(await readImages(store, hash), results);
  });

  test('a configuration in the folder of another run', async () => {
    const store = emptyStore();
    enterRun(store, run);
      await describeRun(store, hash, run);
    await writeSealed(pathOf(store, hash, 'configuration'), { ...run, testImages: 39 });
    assert.throws(() => readRun(store, hash), /configuration\.json is the configuration of another run: put back a copy of it, or delete the folder/);
  });
});
