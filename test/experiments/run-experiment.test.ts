import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { before, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { experimentSchema, type Experiment, type ExperimentInput } from '../../src/experiments/experiment';
import { mnistExperiment } from '../../src/experiments/mnist';
import { PRESETS } from '../../src/experiments/presets';
import { runExperiment } from '../../src/experiments/run-experiment';
import { settingsTable } from '../../src/experiments/settings-table';
import { trainAndMeasure } from '../../src/experiments/train-and-measure';
import { workerCount } from '../../src/experiments/worker-pool';
import { runs } from '../../src/results/tables';
import { smallData, smallNetwork } from '../training/small-data';

// As the workers have it, so that the same network trained here ends in the same bits.
process.env.TF_NUM_INTRAOP_THREADS = '1';

const condition = { normalization: 'batch', coupling: 0, lipschitz: null } as const;

function experiment(more: Partial<ExperimentInput> = {}): Experiment {
  return experimentSchema.parse({
    task: 'mnist',
    preset: 'test',
    trainImages: 96,
    testImages: 60,
    network: smallNetwork,
    training: { seed: 0, epochs: 2, batchSize: 16, learningRate: { kind: 'constant', rate: 0.05 } },
    recordsPerEpoch: 2,
    conditions: [condition, { ...condition, coupling: 1, lipschitz: 0.5 }],
    seeds: [1, 2],
    ...more,
  } satisfies ExperimentInput);
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

test('an experiment has a row for every network, stage, point of a curve and point in training', async () => {
  const results = await runExperiment(engine, smallData, experiment());
  assert.equal(results.runs.numRows(), 4);
  assert.equal(results.stages.numRows(), 4 * 2);
  assert.equal(results.curves.numRows(), 4 * 2 * 3 * 4);
  assert.equal(results.history.numRows(), 4 * 4);
  assert.deepEqual(
    runs.rows(results.runs).map(({ seed, coupling }) => [seed, coupling]),
    [[1, 0], [1, 1], [2, 0], [2, 1]],
  );
});

test('a network trained in a worker is the one trained here, bit by bit', async () => {
  const small = experiment({ seeds: [3] });
  const { runs: table } = await runExperiment(engine, smallData, small);
  const here = await trainAndMeasure(engine, smallData, small, { condition: small.conditions[1]!, seed: 3 }, () => undefined);
  const timeless = (row: object): object => ({ ...row, seconds: 0 });
  const there = runs.rows(table)[1]!;
  assert.deepEqual(timeless(there), timeless(here.runs[0]!));
});

test('progress grows to the number of networks, and an interrupt stops all workers within a second', async () => {
  const done: number[] = [];
  await runExperiment(engine, smallData, experiment(), (progress) => {
    assert.equal(progress.networks, 4);
    done.push(progress.done);
  });
  assert.deepEqual(done, [...done].sort((a, b) => a - b));
  assert.ok(done[done.length - 1]! > 2, `the last of ${done.length} reports is of ${done[done.length - 1]} networks`);

  let thrown = 0;
  const long = experiment({ training: { seed: 0, epochs: 2000, batchSize: 16, learningRate: { kind: 'constant', rate: 0.05 } } });
  await assert.rejects(
    runExperiment(engine, smallData, long, ({ done: networks }) => {
      if (networks < 0.01) return;
      thrown = performance.now();
      throw new Error('interrupted by the test');
    }),
    /interrupted by the test/,
  );
  assert.ok(performance.now() - thrown < 1000);
  assert.equal(workersAlive(), 0);
});

/** Training processes that this process started and that still run. */
function workersAlive(): number {
  const processes = execFileSync('ps', ['-eo', 'ppid,stat,args'], { encoding: 'utf8' }).split('\n');
  return processes.filter((line) => line.trim().startsWith(`${process.pid} `) && line.includes('worker-process') && !/^\s*\d+\s+Z/.test(line)).length;
}

test('a loss that is not finite in a worker is named, with step and layer', async () => {
  const wild = experiment({
    network: { ...smallNetwork, normalization: 'none' },
    conditions: [{ ...condition, normalization: 'none' }],
    training: { seed: 0, epochs: 30, batchSize: 16, learningRate: { kind: 'constant', rate: 1e6 } },
  });
  await assert.rejects(runExperiment(engine, smallData, wild), { name: 'NonFiniteError', message: /step \d+ .*learning rate/ });
});

test('no more workers than tasks, cores or memory for them, and one at least', () => {
  const memory = 64e9;
  assert.equal(workerCount(18, 8, memory), 8);
  assert.equal(workerCount(3, 8, memory), 3);
  assert.equal(workerCount(18, 8, 4e9), 2);
  assert.equal(workerCount(18, 8, 1e8), 1);
});

test('a network in which nothing iterates is refused before it is trained', () => {
  const lone = smallNetwork.stages.map((stage) => ({ ...stage, blocks: 1 }));
  assert.throws(() => experiment({ network: { ...smallNetwork, stages: lone } }), /one stage at least needs two blocks/);
});

test('every preset is a valid experiment, an unknown one is refused in a sentence that lists them', () => {
  for (const preset of PRESETS) {
    const settings = settingsTable(mnistExperiment(preset));
    assert.equal(settings.get('value', 0), preset);
    assert.ok(settings.numRows() > 5);
  }
  assert.throws(() => mnistExperiment('huge'), { message: 'There is no preset "huge" of the MNIST experiment; choose one of smoke, quick.' });
});
