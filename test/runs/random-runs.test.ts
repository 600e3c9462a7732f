import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BatchSampler } from '../../src/data/batch-sampler';
import { generator } from '../../src/data/random';
import { TASK_FACTS, TASKS } from '../../src/data/task';
import type { Dataset, ImageSet } from '../../src/data/dataset';
import { NORMALIZATIONS } from '../../src/networks/definition';
import { definedNetwork } from '../../src/networks/defined-network';
import { MEASUREMENTS, parseRun, runHash, type Run } from '../../src/runs/run';
import { checkFit } from '../../src/training/check-fit';
import { learningRateAt } from '../../src/training/learning-rate';

const RUNS = 10_000;
const random = generator(6, 'random runs');
const oneOf = <T>(...items: readonly T[]): T => items[random.integer(items.length)]!;
const upTo = (most: number): number => 1 + random.integer(most);
const chance = (probability: number): boolean => random.uniform() < probability;

/** What nobody should write into a configuration, and what somebody will. */
const NONSENSE = [NaN, Infinity, -Infinity, -1, 0, -0, 0.5, 1e9, 2 ** 53, 1e300, 5e-324, '', 'batch', '3', '__proto__', null, undefined, true, [], [3], {}, { kind: 'steps' }];

/** A run that is mostly sensible. */
function sensible(): Record<string, unknown> {
  const task = oneOf(...TASKS);
  const { shape, classes } = TASK_FACTS[task];
  const stages = Array.from({ length: upTo(3) }, (_, s) => {
    const channels = oneOf(1, 3, 4, 8);
    const kind = s === 0 ? 'convolution' : oneOf('convolution', 'residual', 'averagePool');
    const blocks = random.integer(5);
    return {
      transition: kind === 'averagePool' ? { kind, size: upTo(4) } : { kind, channels, stride: upTo(3) },
      blocks,
      ...(chance(0.1) && { sharing: { unsharedBlocks: random.integer(4), unshared: { statistics: chance(0.5), scale: chance(0.5), shift: chance(0.5) } } }),
    };
  });
  const rates = Array.from({ length: upTo(3) }, () => 10 ** -random.integer(4));
  return {
    format: 1,
    experiment: 'random',
    preset: 'smoke',
    task,
    variant: oneOf('standard', 'own γ', '2 blocks'),
    trainImages: upTo(70_000),
    testImages: upTo(10_000),
    network: {
      input: chance(0.95) ? [...shape] : [upTo(40), upTo(40), upTo(4)],
      classes: chance(0.95) ? classes : upTo(100),
      normalization: oneOf(...NORMALIZATIONS),
      groups: upTo(4),
      stages,
      headPool: oneOf<unknown>('global', 'global', upTo(8)),
    },
    training: {
      seed: random.integer(100) - 50,
      epochs: upTo(300),
      batchSize: upTo(512),
      learningRate: oneOf<unknown>({ kind: 'constant', rate: 0.1 }, { kind: 'oneCycle', peak: 0.3 }, { kind: 'steps', rates, until: rates.slice(1).map((_, i) => i + random.integer(3)) }),
      momentum: random.uniform(),
      coupling: oneOf(0, 0.5, 1),
      lipschitz: oneOf(null, 0.5, 2),
      blockStart: chance(0.8) ? 'same' : 'independent',
      augmentation: { horizontalFlip: chance(0.5), translation: random.integer(40) },
    },
    recordsPerEpoch: upTo(4),
    measurements: MEASUREMENTS.filter(() => chance(0.3)),
  };
}

/** Puts nonsense, nothing or something more in a random place. */
function spoil(value: unknown): void {
  if (typeof value !== 'object' || value === null) return;
  const fields = value as Record<string, unknown>;
  const key = oneOf(...Object.keys(fields), 'nonsense');
  if (chance(0.7) && typeof fields[key] === 'object') spoil(fields[key]);
  else if (chance(0.2)) Reflect.deleteProperty(fields, key);
  else fields[key] = oneOf<unknown>(...NONSENSE);
}

/** As much of a task's data as can be said to fit a run or not. */
function dataOf({ task, trainImages, testImages }: Run): Dataset {
  const { shape, classes } = TASK_FACTS[task];
  const set = (size: number): ImageSet => ({ images: new Uint8Array(), labels: new Uint8Array(), size, shape });
  const names = Array.from({ length: classes }, String);
  const statistics = Array.from({ length: shape[2] }, () => 0.5);
  return { name: task, classes: names, train: set(trainImages), test: set(testImages), mean: statistics, standardDeviation: statistics, provenance: { source: '', sha256: {} } };
}

test(`of ${RUNS} random configurations each is a run that can be built, or an error that names its wrong fields`, (t) => {
  let built = 0;
  const refusals = new Map<string, number>();
  for (let n = 0; n < RUNS; n++) {
    const input = sensible();
    for (let times = chance(0.4) ? upTo(3) : 0; times > 0; times--) spoil(input);
    let run: Run;
    try {
      run = parseRun(input);
    } catch (error) {
      assert.ok(error instanceof RangeError, `configuration ${n}: ${String(error)}`);
      const sentences = /^The run cannot be used: (.+)\.$/s.exec(error.message)?.[1]?.split('; ') ?? [];
      for (const sentence of sentences) {
        const field = /^([a-z]+(?:\.\w+)*): ./i.exec(sentence)?.[1] ?? /^there is no "/.exec(sentence)?.[0];
        assert.ok(field !== undefined, `configuration ${n}: no field in “${sentence}”`);
        refusals.set(field, (refusals.get(field) ?? 0) + 1);
      }
      continue;
    }
    const network = definedNetwork(run.network);
    const data = dataOf(run);
    checkFit(network, data, run.training);
    const { batchSize, augmentation, learningRate, epochs } = run.training;
    const sampler = new BatchSampler(data.train, data, { batchSize, lastBatch: 'drop', augmentation }, generator(run.training.seed, 'batches'));
    const rate = learningRateAt(learningRate, 0, sampler.batchesPerEpoch, epochs);
    assert.ok(rate > 0 && Number.isFinite(rate), `configuration ${n}: a learning rate of ${rate}`);
    assert.equal(runHash(parseRun(JSON.parse(JSON.stringify(run)))), runHash(run), `configuration ${n}`);
    built++;
  }
  t.diagnostic(`${built} of ${RUNS} were built, the others refused for ${refusals.size} different fields`);
  assert.ok(built > RUNS / 20 && refusals.size > 30, `${built} built, ${refusals.size} fields`);
});
