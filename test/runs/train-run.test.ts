import { PROTOCOLS } from '../../src/ideas/protocols';
import { curves, storedCurves } from '../../src/ideas/indices/measure';
import { earlyReadout, type EarlyReadout } from '../../src/ideas/early-readout/measure';
import { measurable } from '../../src/networks/measurable-network';
import { storedRows } from '../../src/measuring/entry';
import { evaluation, type Evaluation } from '../../src/measuring/evaluate';
import type { Measure } from '../../src/measuring/measure';
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { tablesOf } from '../../src/experiments/results';
import { runHash, trainingHash, type RunInput } from '../../src/runs/run';
import { findKept, keepNetwork } from '../../src/runs/kept-networks';
import { lockRun, RunBusyError } from '../../src/runs/run-lock';
import { findRun, lookAt, pathOf, readRun, readRuns, type RunStore } from '../../src/runs/run-store';
import { trainRun } from '../../src/runs/train-run';
import { trainedNetwork } from '../../src/runs/trained-network';
import type { RunRow } from '../../src/tables/tables';
import { evaluate } from '../../src/measuring/evaluate';
import { NonFiniteError } from '../../src/training/non-finite';
import { loadTask } from '../../src/data/task';
import { difference } from '../crash/results';
import { emptyStore, tinyRun } from './tiny-run';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

/** All that a training keeps, and measurements of every kind of file. */
const everything = tinyRun({
  measurements: ['indices', 'images', 'earlyReadoutHistory', 'gradientRatioHistory', 'normsAtInitialization'],
  training: { coupling: 0.5, lipschitz: 0.7, augmentation: { horizontalFlip: true, translation: 2 } },
});
const hash = runHash(everything);

async function earlyReadoutAtEnd(store: RunStore): Promise<EarlyReadout> {
  const data = await loadTask('mnist', 96, 40);
  const trained = await trainedNetwork(engine, store, readRun(store, hash));
  const found = await earlyReadout(engine, measurable(trained), data.test, data, { training: data.train });
  trained.dispose();
  return found;
}

test('a run that is interrupted between two records, and while it is measured, ends with the bytes of one that is not', async () => {
  const [whole, interrupted] = [emptyStore(), emptyStore()];
  assert.equal(findRun(whole, everything).status, 'new');
  assert.equal(await trainRun(engine, whole, everything, PROTOCOLS), 'trained');
  assert.equal(await trainRun(engine, whole, everything, PROTOCOLS), 'was done');
  assert.equal(readRun(whole, hash).status, 'done');

  const tensors = engine.tf.memory().numTensors;
  // Between two records, and while it is measured: 12 steps are four fifths of it.
  for (const step of [5, 13]) {
    const interrupt = new Error('interrupted');
    const stop = (fraction: number): void => {
      if (fraction > (0.8 * (step - 0.5)) / 12) throw interrupt;
    };
    await assert.rejects(trainRun(engine, interrupted, everything, PROTOCOLS, { onProgress: stop }), interrupt);
    const { status, environment, failure } = readRun(interrupted, hash);
    assert.deepEqual([status, environment[environment.length - 1]!.toStep, failure], ['stopped', Math.min(step, 12), undefined]);
  }
  assert.equal(await trainRun(engine, interrupted, everything, PROTOCOLS), 'trained');
  assert.equal(difference(interrupted, whole, hash), undefined);
  assert.deepEqual(readRun(interrupted, hash).environment.map(({ fromStep, toStep }) => [fromStep, toStep]), [[0, 5], [5, 12], [12, 12]]);
  assert.equal(engine.tf.memory().numTensors, tensors);

  const { records, measurements } = readRun(whole, hash);
  assert.deepEqual(records.map(({ step }) => step), [2, 4, 6, 8, 10, 12]);
  const last = records[5]!;
  // Of the last point as of the network at the end, under statistics estimated anew on all 96 training images.
  const anew = await earlyReadoutAtEnd(whole);
  const { loss: lastLoss, entropy: _, ...lastReadout } = last.earlyReadout!;
  assert.deepEqual(lastReadout, { stage: 2, trainingImages: 96, accuracy: anew.accuracy });
  const off = (from: number): number => Math.abs(lastLoss[2]! - from); // the constraint is put on once more at the end
  assert.ok(off(anew.loss[2]!) < 1e-4 && off(last.testLoss) > 1e-3, `${off(anew.loss[2]!)}, ${off(last.testLoss)}`);
  assert.deepEqual(measurements!.map(({ measure, settings }) => `${measure}: ${String(settings.trainingImages)}`).filter((each) => each.startsWith('curves')), ['curves: 96', 'curves under stored statistics: undefined']);
  const said = <Row extends object>(measure: Measure<Row>): readonly Row[] => storedRows(measurements!, measure)!;
  assert.ok(last.gradientRatio! > 0);
  const [{ accuracy, loss }] = said(evaluation) as [Evaluation];
  assert.equal(accuracy, said(storedCurves)[0]!.accuracy);
  assert.equal(said(curves).length, said(storedCurves).length);
  assert.deepEqual(measurements!.filter(({ at }) => at === 'start').map(({ measure, images, n }) => [measure, images, n]), [['stateNorms', 'batch', 16]]);

  // The network is there for whatever else is asked of it.
  const data = await loadTask('mnist', 96, 40);
  const trained = await trainedNetwork(engine, whole, readRun(whole, hash));
  assert.equal(evaluate(engine, trained.network, trained, data.test, data).loss, loss);
  assert.ok(Object.values(trained.parameters).every((value) => numbersOf(value).every(Number.isFinite)));
  trained.dispose();
});

test('a run that meets numbers that are not finite has failed, for a reason that is told, again and again, and keeps what it had', async () => {
  const store = emptyStore();
  const run = tinyRun({ measurements: [], training: { learningRate: { kind: 'steps', rates: [0.01, 1e30], until: [1] } } });
  const reasons: string[] = [];
  for (let start = 0; start < 2; start++) {
    await assert.rejects(trainRun(engine, store, run, PROTOCOLS), (error) => error instanceof NonFiniteError);
    const { status, failure, records } = readRun(store, runHash(run));
    assert.deepEqual([status, failure?.kind, failure?.step, records.length], ['failed', 'NonFiniteError', 7, 3]);
    reasons.push(failure!.reason);
  }
  assert.match(reasons[0]!, /^Step 8 of 12 meets numbers that are not finite, first in layer stage1\./);
  assert.equal(reasons[1], reasons[0]);
  assert.equal(existsSync(pathOf(store, runHash(run), 'checkpoint')), true);
});

test('a run that another process is at is left alone, saying who it is', async () => {
  const store = emptyStore();
  const run = tinyRun({ measurements: [] });
  const name = runHash(run);
  await assert.rejects(trainRun(engine, store, run, PROTOCOLS, { onProgress: () => { throw new Error('enough'); } }));
  const lock = await lockRun(pathOf(store, name));
  assert.equal(lookAt(store, name).status, 'running');
  await assert.rejects(trainRun(engine, store, run, PROTOCOLS), (error) => error instanceof RunBusyError && error.message.includes(`by process ${process.pid} on `));
  await lock.release();
  assert.equal(lookAt(store, name).status, 'stopped');
  assert.equal(await trainRun(engine, store, run, PROTOCOLS), 'trained');
  assert.deepEqual(readRuns(store).map((each) => each.hash), [name]);
  assert.deepEqual(readRuns(store, ({ task }) => task !== 'mnist'), []);
  assert.deepEqual(readdirSync(join(store.folder, name)).sort(), [
    'checkpoint.safetensors', 'configuration.json', 'environment.json', 'lock', 'measurements.json', 'owner.json', 'progress.json', 'records.json',
  ]);
});

test('two experiments that ask for the same run share it: it is trained once, and each reads it under its own labels', async () => {
  const store = emptyStore();
  const one = tinyRun({ measurements: ['indices', 'images'] });
  const other = tinyRun({ experiment: 'another', preset: 'study', variant: 'conventional', measurements: ['images', 'indices'] });
  assert.equal(runHash(other), runHash(one));
  assert.notEqual(runHash(tinyRun({ measurements: ['indices'] })), runHash(one));
  assert.equal(await trainRun(engine, store, one, PROTOCOLS), 'trained');
  assert.equal(await trainRun(engine, store, other, PROTOCOLS), 'was done');
  const [first, second] = [findRun(store, one), findRun(store, other)];
  assert.deepEqual([first.run, second.run], [one, other]);
  assert.deepEqual({ ...second, run: one }, first);
  assert.deepEqual((tablesOf([first, second]).runs.objects() as RunRow[]).map(({ experiment, preset, variant, run }) => [experiment, preset, variant, run]), [
    ['test', 'smoke', 'standard', first.hash], ['another', 'study', 'conventional', first.hash],
  ]);
});

test('the training of runs that differ in what is measured behind it is the same', () => {
  const of = (measurements: RunInput['measurements']): string => trainingHash(tinyRun({ measurements }));
  assert.equal(of([]), of(['indices', 'blocks']));
  assert.notEqual(of([]), of(['earlyReadoutHistory']));
  assert.notEqual(of([]), trainingHash(tinyRun({ measurements: [], training: { seed: 2 } })));
});

test('a network that was trained before is taken over and measured, with the story of its training', async () => {
  const [first, second, third] = [emptyStore(), emptyStore(), emptyStore()];
  const trainedOnly = tinyRun({ variant: 'x', measurements: [], training: { lipschitz: 0.7 } });
  const run = tinyRun({ measurements: ['indices'], training: { lipschitz: 0.7 } });
  await trainRun(engine, first, trainedOnly, PROTOCOLS);
  const folder = join(first.folder, 'kept');
  mkdirSync(folder);
  const kept = { ...findRun(first, trainedOnly), run: trainedOnly };
  await keepNetwork(join(folder, 'network.safetensors'), kept, pathOf(first, runHash(trainedOnly), 'checkpoint'));

  const tensors = engine.tf.memory().numTensors;
  assert.equal(await trainRun(engine, second, run, PROTOCOLS, { kept: [folder] }), 'trained');
  assert.equal(engine.tf.memory().numTensors, tensors);
  const taken = findRun(second, run);
  assert.deepEqual(taken.environment.slice(0, 1), kept.environment);
  assert.deepEqual(taken.environment.map(({ fromStep, toStep }) => [fromStep, toStep]), [[0, 12], [12, 12]]);
  assert.equal(existsSync(pathOf(second, taken.hash, 'checkpoint')), false);

  await trainRun(engine, third, run, PROTOCOLS, { kept: [] });
  const trained = findRun(third, run);
  assert.equal(existsSync(pathOf(third, trained.hash, 'checkpoint')), true);
  assert.deepEqual([taken.records, taken.measurements], [trained.records, trained.measurements]);
  const other = tinyRun({ measurements: [], training: { lipschitz: 0.7, seed: 2 } });
  assert.equal(await findKept(other, [folder, join(folder, 'none')]), undefined);
  assert.equal((await findKept(run, [folder]))?.run.variant, 'x');
});

test('a run of no epoch says of its network before the first step what one that is trained says of it there', async () => {
  const store = emptyStore();
  const norms = async (epochs: number): Promise<unknown> => {
    const run = tinyRun({ measurements: ['normsAtInitialization'], training: { epochs } });
    assert.equal(await trainRun(engine, store, run, PROTOCOLS, { kept: [] }), 'trained');
    const { records, measurements } = readRun(store, runHash(run));
    assert.equal(records.length === 0, epochs === 0);
    return measurements!.find(({ measure }) => measure === 'stateNorms');
  };
  assert.deepEqual(await norms(0), await norms(1));
});
