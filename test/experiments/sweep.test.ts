import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { experiment } from '../../src/experiments/experiments';
import { sweep, type Sweep } from '../../src/experiments/sweep';
import { OwnNetwork } from '../../src/networks/own-network';
import { readSweep } from '../../src/experiments/sweep-file';
import { runHash } from '../../src/runs/run';
import { scratchFolder } from '../data/scratch';

const own: Sweep = {
  name: 'own', task: 'mnist', trainImages: 640, testImages: 200,
  network: { channels: [4, 8], blocks: 2, stride: 2 },
  training: { epochs: 2, batchSize: 64, learningRate: { kind: 'oneCycle', peak: 0.1 } },
  coupling: [0, 1], lipschitz: [null, 0.5], seeds: [1, 78],
};

test('every combination is a checked run, all settings of a seed before the next', () => {
  const { name, preset, runs } = sweep(own);
  assert.deepEqual([name, preset], ['own', 'sweep']);
  assert.deepEqual(runs.map(({ training: { seed, coupling, lipschitz } }) => [seed, coupling, lipschitz]), [1, 78].flatMap((seed) => [0, 1].flatMap((coupling) => [null, 0.5].map((lipschitz) => [seed, coupling, lipschitz]))));
  assert.equal(new Set(runs.map(runHash)).size, 8);
});

test('a run that the study has too goes by the same name', () => {
  const [like] = sweep({ ...own, coupling: [1], lipschitz: [null], seeds: [1], measurements: ['indices', 'sensitivity'] }).runs;
  assert.ok(experiment('mnist', 'smoke').runs.some((run) => runHash(run) === runHash(like!)));
});

test('a network of one’s own is swept by its definition, in a file as in code', async (context) => {
  const { definition } = new OwnNetwork(() => ({
    input: [28, 28, 1],
    stages: [{ transition: ({ ops }, x) => ops.reshape(ops.averagePool(x, 4), [x.shape[0]!, 49]), blocks: 3, block: ({ ops, weight }, h) => ops.add(h, ops.matMul(h, weight('kernel', [49, 49], 0.3))) }],
    head: ({ ops, weight }, h) => ops.matMul(h, weight('kernel', [49, 10])),
  }));
  const { network: _, ...rest } = own;
  const described: Sweep = { ...rest, lipschitz: [null], network: definition };
  const { runs } = sweep(described);
  assert.deepEqual(runs.map(({ network, training: { seed, coupling } }) => [network, seed, coupling]), [1, 78].flatMap((seed) => [0, 1].map((coupling) => [definition, seed, coupling])));
  const file = join(await scratchFolder(context), 'own.json');
  writeFileSync(file, JSON.stringify(described));
  assert.deepEqual(readSweep(file).runs, runs);
  assert.throws(() => sweep({ ...described, normalization: ['group'] }), /^RangeError: The sweep cannot be used: there is no "normalization" among the keys name, task, network/);
  assert.throws(() => sweep({ ...described, task: 'cifar-10' }), /network\.input: the images of cifar-10 are \[32, 32, 3\]/);
  assert.throws(() => sweep({ ...described, network: { ...definition, source: 'no function' } }), Error);
});

test('a key that there is not, and a wrong value, are refused in one sentence', () => {
  const refused = (change: object): string => {
    try {
      sweep({ ...own, ...change });
    } catch (error) {
      return (error as RangeError).message;
    }
    return 'not refused';
  };
  assert.match(refused({ seed: 78 }), /^The sweep cannot be used: there is no "seed" \(perhaps "seeds"\) among the keys name, task, network, training, .*seeds/);
  assert.match(refused({ training: { ...own.training, seed: 1 } }), /training: there is no "seed" among the keys epochs, batchSize/);
  assert.match(refused({ training: { epochs: 3, learningrate: 0.1 } }), /training: there is no "learningrate" \(perhaps "learningRate"\) among the keys epochs, batchSize, learningRate, /);
  assert.match(refused({ network: { channels: [4], blocks: 2, depth: 3 } }), /network: there is no "depth" among the keys channels, blocks, stride/);
  assert.match(refused({ coupling: [0, 2] }), /coupling\.1: .*<=1/);
  assert.match(refused({ task: 'svhn' }), /task: .*mnist/);
  assert.match(refused({ seeds: [1, 1] }), /twice/);
});

test('a file says the same as code, and what is wrong with it', async (context) => {
  const file = join(await scratchFolder(context), 'own.json');
  writeFileSync(file, JSON.stringify(own));
  assert.deepEqual(readSweep(file), sweep(own));
  writeFileSync(file, '{ "name": ');
  assert.throws(() => readSweep(file), /own\.json: it is not JSON/);
});
