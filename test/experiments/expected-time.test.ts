import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { expectedTime, relativeTimes, secondsTaken, secondsTakenBy } from '../../src/experiments/expected-time';
import { experiment } from '../../src/experiments/experiments';
import { kindOf, measureRate, runSeconds, type Rate } from '../../src/experiments/rate';
import type { Start } from '../../src/runs/environment';
import { runHash, type Run } from '../../src/runs/run';
import type { StoredRun } from '../../src/runs/run-store';
import { readRates, writeRates } from '../../src/experiments/rates-file';

const { runs } = experiment('mnist', 'study');
const rate: Rate = {
  start: 2,
  step: 0.1,
  point: { before: 0.5, image: 0.001, trainingImage: 0.002 },
  measuring: { before: 1, image: 0.004, trainingImage: 0.003 },
  measuringFirst: { before: 0.25, image: 0.02, trainingImage: 0.01 },
};
const rates = new Map(runs.map((run) => [kindOf(run), rate]));

test('a run takes its start, steps, points of the learning curve and measurements', () => {
  const sized = { ...runs[0]!, trainImages: 1_300, testImages: 800, recordsPerEpoch: 2, training: { ...runs[0]!.training, epochs: 2, batchSize: 128 } };
  const steps = 2 * 10; // the 20 images left over wait for the next epoch
  const seconds = (run: Run): number => runSeconds(run, rate);
  const points = 4 * (0.5 + 800 * 0.001 + 1_300 * 0.002);
  const measuring = 1 + 800 * 0.004 + 1_300 * 0.003 + 0.25 + 500 * 0.02 + 1_300 * 0.01;
  assert.ok(Math.abs(seconds(sized) - (2 + steps * 0.1 + points + measuring)) < 1e-9);
  // Statistics are estimated on 2,000 training images, however many there are.
  const larger = { ...sized, trainImages: 60_000 };
  assert.ok(Math.abs(seconds(larger) - seconds(sized) - (2 * (468 - 10) * 0.1 + 700 * (4 * 0.002 + 0.003 + 0.01))) < 1e-9);
});

test('times of runs stand to one another as their rates say, and one that was not timed has the mean', () => {
  const [run] = runs;
  const longer = { ...run!, training: { ...run!.training, epochs: 3 * run!.training.epochs } };
  const other = { ...run!, training: { ...run!.training, batchSize: 77 } };
  const [short, long, unknown] = relativeTimes([run!, longer, other], rates);
  assert.ok(Math.abs(long! / short! - runSeconds(longer, rate) / runSeconds(run!, rate)) < 1e-9);
  assert.ok(Math.abs(short! + long! - 2) < 1e-9);
  assert.equal(unknown, 1);
  assert.deepEqual(relativeTimes([run!, other], new Map()), [1, 1]);
});

test('what was not timed here is as long as such runs were where they are done', () => {
  const [run] = runs;
  const longer = { ...run!, training: { ...run!.training, epochs: 3 * run!.training.epochs } };
  const other = { ...run!, training: { ...run!.training, batchSize: 77 } };
  const done = (of: Run, ...seconds: number[]): StoredRun => ({ hash: runHash(of), run: of, status: 'done', environment: seconds.map((each) => ({ seconds: each }) as Start), records: [] });
  const seed = (of: Run, by: number): Run => ({ ...of, training: { ...of.training, seed: by } });
  // Of the short one two seeds, one of which was interrupted: 20 s and 40 s; the long one took 90 s.
  const taken = secondsTaken([done(seed(run!, 11), 20), done(seed(run!, 12), 15, 25), done(longer, 90)]);
  assert.deepEqual(relativeTimes([run!, longer, other], new Map(), taken), [0.5, 1.5, 1]);
  assert.equal(secondsTakenBy([run!, longer, run!], taken), 150);
  assert.equal(secondsTakenBy([run!, other], taken), undefined);
  // A rate of this machine comes first.
  const timed = runSeconds(run!, rate);
  const [short, unlike] = relativeTimes([run!, other], rates, secondsTaken([done(other, 2 * timed), done(run!, 1)]));
  assert.ok(Math.abs(unlike! / short! - 2) < 1e-9);
});

test('networks that differ in λ or seed cost alike, those that differ in constraint, normalization, blocks or measurements do not', () => {
  const kinds = new Set(runs.map(kindOf));
  const settings = runs.map(({ variant, network, training, measurements }) => [variant, network.normalization, training.lipschitz !== null, measurements].join());
  assert.equal(kinds.size, new Set(settings).size);
  assert.ok(kinds.size < runs.length / 2);
});

test('runs are shared out among processes, and the last one decides', () => {
  const each = runSeconds(runs[0]!, rate);
  const close = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-6, `${actual}, not ${expected}`);
  const three = expectedTime(runs.slice(0, 3), rates, 2);
  close(three.seconds, 2 * each);
  close(three.processorSeconds, 3 * each);
  close(expectedTime(runs.slice(0, 3), rates, 4).seconds, each);
  assert.deepEqual(expectedTime([], rates, 2), { seconds: 0, processorSeconds: 0, processes: 2, unknown: 0 });
  assert.equal(expectedTime(runs, new Map(), 2).unknown, runs.length);
});

test('rates are kept by machine, and a damaged file counts as none', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'rates-'));
  try {
    await writeRates({ folder }, 'mine', rates);
    await writeRates({ folder }, 'other', new Map([['kind', rate]]));
    assert.deepEqual(readRates({ folder }, 'mine'), rates);
    assert.equal(readRates({ folder }, 'unknown').size, 0);
    writeFileSync(join(folder, 'rates.json'), '{"mine":{"kind":{"start":-1}}}');
    assert.equal(readRates({ folder }, 'mine').size, 0);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a rate is measured of a network with everything that its run measures, and no tensor is left', async () => {
  const engine = await startEngine();
  const [run] = experiment('digitclutter', 'smoke').runs;
  await measureRate(engine, run!); // constants are kept from here on
  const before = engine.tf.memory().numTensors;
  const measured = await measureRate(engine, run!);
  assert.equal(engine.tf.memory().numTensors, before);
  assert.ok(measured.start > 0 && measured.step > 0 && measured.point.before + measured.point.image > 0 && runSeconds(run!, measured) > measured.start);
});
