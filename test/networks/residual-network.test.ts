import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import { initialTensors } from '../../src/networks/initial-values';
import { inferencePass } from '../../src/networks/passes';
import { ResidualNetwork } from '../../src/networks/residual-network';

const network = new ResidualNetwork({
  input: [6, 5, 2],
  classes: 3,
  stages: [
    { transition: { kind: 'convolution', channels: 4 }, blocks: 2 },
    { transition: { kind: 'residual', channels: 8 }, blocks: 1 },
  ],
});
let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const passOf = ({ tf, kernels }: Engine) =>
  inferencePass(new Operations(kernels), initialTensors(tf, network.parameters, 1, 'independent'), initialTensors(tf, network.statistics, 1, 'independent'));

describe('a residual network', () => {
  test('is its transitions, blocks and head, one after the other, to the bit', () => {
    const pass = passOf(engine);
    const images: Value = engine.tf.randomNormal([3, 6, 5, 2]);
    let state = network.transition(pass, 0, images);
    for (const t of [0, 1]) state = network.block(pass, 0, t, state);
    state = network.block(pass, 1, 0, network.transition(pass, 1, state));
    assert.deepEqual(numbersOf(network.head(pass, state)), numbersOf(network.forward(pass, images)));
  });

  test('has blocks h + F(h)', () => {
    const pass = passOf(engine);
    const h = engine.tf.randomNormal([2, 6, 5, 4]);
    const sum = pass.ops.add(h, network.residual(pass, 0, 1, h));
    assert.deepEqual(numbersOf(network.block(pass, 0, 1, h)), numbersOf(sum));
  });

  test('shows every stage’s first state and every layer’s output by name, in order', () => {
    const seen: string[] = [];
    const pass = { ...passOf(engine), observe: (layer: string) => seen.push(layer) };
    network.forward(pass, engine.tf.zeros([1, 6, 5, 2]));
    const residual = (block: string) => ['norm1', 'conv1', 'norm2', 'conv2'].map((part) => `${block}.${part}`);
    assert.deepEqual(seen, [
      'stage1.transition', 'stage1',
      ...residual('stage1.block1'), 'stage1.block1', ...residual('stage1.block2'), 'stage1.block2',
      'stage2.transition.shortcut', ...residual('stage2.transition'), 'stage2',
      ...residual('stage2.block1'), 'stage2.block1',
      'head.norm',
    ]);
  });

  test('refuses values of another network and stages that it does not have', () => {
    const images = engine.tf.zeros([1, 6, 5, 2]);
    assert.throws(() => network.forward(inferencePass(new Operations(engine.kernels), {}, {}), images), {
      message: 'The network\'s values lack "stage1.transition.kernel": they belong to another network.',
    });
    assert.throws(() => network.transition(passOf(engine), 2, images), { message: 'The network has 2 stages; stage 3 does not exist.' });
  });
});
