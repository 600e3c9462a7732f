import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { NETWORK_NAMES, namedNetwork, type NetworkName } from '../../src/networks/named-networks';
import { ResidualNetwork } from '../../src/networks/residual-network';

const count = (name: NetworkName, classes = 10) => new ResidualNetwork(namedNetwork(name, classes)).parameterCount();

/** JAB18 Table 1 counts trainable parameters, for 10 and for 100 classes (stated). */
const TABLE_1: Partial<Record<NetworkName, readonly [cifar10: number, cifar100: number]>> = {
  'resnet-32': [467946, 473796],
  'resnet-38': [565386, 571236],
  'resnet-110-ubn': [570762, 576612],
  'resnet-146-ubn': [573450, 579300],
  'resnet-182-ubn': [576138, 581988],
  'resnet-56': [857706, 863556],
  'resnet-110': [1734666, 1740516],
};

/** JAB18 section 4 counts batch normalization's running statistics too (stated). */
const SECTION_4: Partial<Record<NetworkName, number>> = {
  'resnet-110': 1742762,
  'single-representation': 1829210,
  'avg-pooling': 12201310,
};

describe('the number of parameters is the published one:', () => {
  for (const [name, [cifar10, cifar100]] of Object.entries(TABLE_1)) {
    test(`${name}, trainable (Table 1)`, () => {
      assert.equal(count(name as NetworkName, 10).trainable, cifar10);
      assert.equal(count(name as NetworkName, 100).trainable, cifar100);
    });
  }
  for (const [name, total] of Object.entries(SECTION_4)) {
    test(`${name}, with running statistics (section 4)`, () => assert.equal(count(name as NetworkName).total, total));
  }
});

test('the wide network’s published number does not follow from its layout: it has 9,016,352 parameters less (36,716,490)', () => {
  const conv = (size: number, inputs: number, outputs: number): number => size * size * inputs * outputs + outputs;
  const norm = (channels: number): number => 4 * channels; // γ, β, mean, variance
  const block = (inputs: number, outputs: number): number => norm(inputs) + conv(3, inputs, outputs) + norm(outputs) + conv(3, outputs, outputs);
  const byHand =
    conv(3, 3, 160) + 4 * block(160, 160) +
    (conv(1, 160, 320) + block(160, 320)) + 3 * block(320, 320) +
    (conv(1, 320, 640) + block(320, 640)) + 3 * block(640, 640) +
    norm(640) + (640 * 10 + 10);
  assert.equal(count('wide').total, byHand);
  const published = 45732842;
  assert.equal(published - byHand, 9016352);
});

test('every named network runs images of 32 × 32 × 3 through states of the published sizes', () => {
  const shapes = (name: NetworkName) => new ResidualNetwork(namedNetwork(name)).stateShapes;
  const resnet = [[32, 32, 16], [16, 16, 32], [8, 8, 64]];
  for (const name of NETWORK_NAMES.filter((each) => each.startsWith('resnet'))) assert.deepEqual(shapes(name), resnet, name);
  assert.deepEqual(shapes('single-representation'), [[32, 32, 100]]);
  assert.deepEqual(shapes('avg-pooling'), [[32, 32, 150], [16, 16, 150], [8, 8, 150]]);
  assert.deepEqual(shapes('wide'), [[32, 32, 160], [16, 16, 320], [8, 8, 640]]);
});

test('the three unshared-batch-norm networks apply one shared block 13, 19 and 25 times a stage after five of their own', () => {
  for (const [name, steps] of [['resnet-110-ubn', 13], ['resnet-146-ubn', 19], ['resnet-182-ubn', 25]] as const) {
    const { parameters, definition } = new ResidualNetwork(namedNetwork(name));
    definition.stages.forEach(({ blocks, sharing }, s) => {
      const transitionBlock = s === 0 ? 0 : 1;
      assert.equal(transitionBlock + sharing!.unsharedBlocks, 5);
      assert.equal(blocks - sharing!.unsharedBlocks, steps);
    });
    const shared = parameters.filter((spec) => spec.name.startsWith('stage1.shared.')).map((spec) => spec.name);
    assert.deepEqual(shared, ['stage1.shared.conv1.kernel', 'stage1.shared.conv1.bias', 'stage1.shared.conv2.kernel', 'stage1.shared.conv2.bias']);
    const firstStep = parameters.find((spec) => spec.name === 'stage1.block6.norm1.scale');
    assert.deepEqual(firstStep?.initial, { kind: 'constant', value: 0.1 });
  }
});

test('an unknown name is answered with the known ones', () => {
  assert.throws(() => namedNetwork('resnet-21'), { message: `There is no network "resnet-21"; choose one of ${NETWORK_NAMES.join(', ')}.` });
});
