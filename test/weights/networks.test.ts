import assert from 'node:assert/strict';
import { join } from 'node:path';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { Values } from '../../src/engine/values';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { importNetwork } from '../../src/weights/import-network';
import { loadNetwork, saveNetwork } from '../../src/weights/network-file';
import { loadPublishedNetwork, PUBLISHED_NETWORKS, type PublishedName } from '../../src/weights/published-networks';
import { decodeTensors, readTensors, writeTensors } from '../../src/weights/safetensors';
import type { StoredTensor } from '../../src/weights/tensor-file';
import { scratchFolder } from '../data/scratch';
import { pytorchCases } from '../engine/pytorch';
import { smallNetwork } from '../training/small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const normalization = { mean: [0.5], standardDeviation: [0.25] };
const bits = (values: Values): [string, readonly number[], string][] =>
  Object.entries(values).map(([name, value]) => [name, value.shape, Buffer.from(numbersOf(value).slice().buffer).toString('hex')]);

describe('a network that is saved and loaded', () => {
  const network = new ResidualNetwork(smallNetwork);
  const values = () => {
    const made = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 3, 'independent');
    return { network, parameters: made(network.parameters), statistics: made(network.statistics) };
  };

  test('has the same definition, names, shapes and numbers bit by bit, and lets go of its memory', async (context) => {
    const path = join(await scratchFolder(context), 'network.safetensors');
    const saved = values();
    await saveNetwork(path, saved, { ...normalization, name: 'a data set says more' } as typeof normalization);
    const before = engine.tf.memory().numTensors;
    const loaded = await loadNetwork(engine, path);
    assert.deepEqual(loaded.network.definition, network.definition);
    assert.deepEqual(loaded.normalization, normalization);
    assert.deepEqual(bits(loaded.parameters), bits(saved.parameters));
    assert.deepEqual(bits(loaded.statistics), bits(saved.statistics));
    loaded.dispose();
    assert.equal(engine.tf.memory().numTensors, before);
  });

  test('is refused by name when the file says something else than its definition', async (context) => {
    const path = join(await scratchFolder(context), 'network.safetensors');
    await saveNetwork(path, values(), normalization);
    const { tensors, metadata } = await readTensors(path);
    const refused = async (change: { tensors?: Record<string, StoredTensor | undefined>; metadata?: Record<string, string | undefined> }, problem: RegExp) => {
      const changed = <T>(from: ReadonlyMap<string, T>, by: Record<string, T | undefined> = {}): Map<string, T> =>
        new Map([...new Map([...from, ...Object.entries(by)])].filter((entry): entry is [string, T] => entry[1] !== undefined));
      await writeTensors(path, { tensors: changed(tensors, change.tensors), metadata: changed(metadata, change.metadata) });
      const before = engine.tf.memory().numTensors;
      await assert.rejects(loadNetwork(engine, path), (error: Error) => error.name === 'WeightsError' && problem.test(error.message));
      assert.equal(engine.tf.memory().numTensors, before, 'nothing is kept');
    };
    const definition = (changes: object): string => JSON.stringify({ ...network.definition, ...changes });
    await refused({ metadata: { architecture: undefined } }, /does not say so in its metadata/);
    await refused({ metadata: { definition: undefined } }, /has no definition/);
    await refused({ metadata: { definition: '{' } }, /damaged definition/);
    await refused({ metadata: { definition: definition({ classes: 1 }) } }, /damaged definition: .*classes/);
    await refused({ metadata: { definition: definition({ classes: 4 }) } }, /has "head.dense.weight" in the shape \[3,4\] instead of \[4,4\]/);
    await refused({ metadata: { definition: definition({ stages: [{ ...network.definition.stages[0], blocks: 1e9 }] }) } }, /stages: 1000000001 transitions and blocks are more than/);
    await refused({ metadata: { normalization: '{"mean":[0],"standardDeviation":[0]}' } }, /damaged normalization/);
    await refused({ tensors: { 'stage1.block2.conv1.weight': undefined } }, /lacks the tensor "stage1.block2.conv1.weight"/);
    await refused({ tensors: { extra: { shape: [1], values: Float32Array.of(1) } } }, /has a tensor "extra"/);
    await refused({ tensors: { 'head.dense.bias': { shape: [3], values: Int32Array.of(1, 2, 3) } } }, /"head.dense.bias" in another type than floating-point numbers/);
    await refused({ tensors: { 'head.dense.bias': { shape: [3], values: Float32Array.of(1, NaN, 3) } } }, /"head.dense.bias" that are not finite/);
  });
});

describe('a cifar-resnet is refused by name', () => {
  const [fixture] = (pytorchCases('weights') as { architecture: string; file: string }[]).filter(({ architecture }) => architecture === 'cifar-resnet');
  const whole = decodeTensors(Buffer.from(fixture!.file, 'base64'), 'fixture');
  const cases: [problem: RegExp, change: (tensors: Map<string, StoredTensor>) => unknown][] = [
    [/\(it lacks "conv1.weight"\)/, (tensors) => tensors.delete('conv1.weight')],
    [/\(it lacks "layer3.0.bn2.running_var"\)/, (tensors) => tensors.delete('layer3.0.bn2.running_var')],
    [/has "layer3.0.bn1.bias" \[8\], which such a network has not/, (tensors) => [...tensors.keys()].filter((name) => name.startsWith('layer2')).forEach((name) => tensors.delete(name))],
    [/\(it lacks "layer1.1.conv1.weight"; lacks "layer1.1.bn1.weight"; has "layer1.2.conv1.weight" .*; and 9 more\)/, (tensors) => tensors.set('layer1.2.conv1.weight', tensors.get('layer1.0.conv1.weight')!)],
    [/\(it has "layer2.0.downsample" \[1\], which such a network has not\)/, (tensors) => tensors.set('layer2.0.downsample', { shape: [1], values: Float32Array.of(1) })],
    [/\(it has "linear.bias" in the shape \[3,1\] instead of \[3\]\)/, (tensors) => tensors.set('linear.bias', { shape: [3, 1], values: new Float32Array(3) })],
    [/\(it has "bn1.weight" in the shape \[3\] instead of \[2\]\)/, (tensors) => tensors.set('bn1.weight', { shape: [3], values: new Float32Array(3) })],
    [/has a shortcut without tensors that cannot pad 3 channels to 2/, (tensors) => tensors.set('conv1.weight', { shape: [3, 3, 3, 3], values: new Float32Array(81) })],
    [/has negative numbers in "bn1.running_var"/, (tensors) => tensors.set('bn1.running_var', { shape: [2], values: Float32Array.of(1, -1) })],
    [/has numbers in "layer1.0.conv1.weight" that are not finite/, (tensors) => tensors.set('layer1.0.conv1.weight', { shape: [2, 2, 3, 3], values: new Float32Array(36).fill(NaN) })],
  ];
  for (const [problem, change] of cases) {
    test(problem.source, async (context) => {
      const path = join(await scratchFolder(context), 'changed.safetensors');
      const tensors = new Map(whole.tensors);
      change(tensors);
      await writeTensors(path, { tensors, metadata: new Map() });
      const before = engine.tf.memory().numTensors;
      await assert.rejects(importNetwork(engine, path), (error: Error) => {
        return error.name === 'WeightsError' && problem.test(error.message);
      });
      assert.equal(engine.tf.memory().numTensors, before, 'nothing is kept');
    });
  }
});

describe('the published networks', () => {
  for (const name of Object.keys(PUBLISHED_NETWORKS) as PublishedName[]) {
    test(`${name} is the published file, of its depth, and lets go of its memory`, async () => {
      const before = engine.tf.memory().numTensors;
      const network = await loadPublishedNetwork(engine, name);
      const blocks = network.stages.reduce((sum, stage) => sum + stage.blocks.length, 0);
      // Two of the blocks are transitions; a block has two convolutions, the network one more and a dense layer.
      assert.equal(2 * (blocks + 2) + 2, Number(name.split('-')[1]));
      assert.deepEqual([network.classes, network.input], [10, [32, 32, 3]]);
      network.dispose();
      assert.equal(engine.tf.memory().numTensors, before);
    });
  }
});
