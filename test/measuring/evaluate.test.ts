import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import { startEngine, type Engine } from '../../src/engine/engine';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { evaluate } from '../../src/measuring/evaluate';
import { fractionRight } from '../../src/objectives/right';
import { firstNonFinite } from '../../src/training/non-finite';
import { smallData, smallNetwork } from '../training/small-data';

const network = new ResidualNetwork(smallNetwork);
let engine: Engine;
before(async () => {
  engine = await startEngine();
});

function start(): { parameters: Record<string, tfc.Tensor>; statistics: Record<string, tfc.Tensor> } {
  const tensors = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 1, 'same');
  return { parameters: tensors(network.parameters), statistics: tensors(network.statistics) };
}

test('accuracy is the fraction of samples whose highest logit is their label’s; NaN is never right', () => {
  const logits = engine.tf.tensor2d([[1, 3, 2], [5, 4, 0], [0, 0, 1], [NaN, NaN, NaN]]);
  assert.equal(fractionRight(logits, Int32Array.of(1, 1, 2, 0)), 0.5);
});

describe('evaluation', () => {
  test('of a network whose logits are its head’s bias: cross-entropy and accuracy by hand', () => {
    const { parameters, statistics } = start();
    parameters['head.dense.kernel'] = engine.tf.zerosLike(parameters['head.dense.kernel']!);
    parameters['head.dense.bias'] = engine.tf.tensor1d([Math.log(6), Math.log(3), 0]);
    // Every image gets the probabilities 6/10, 3/10, 1/10; a third of the images has each class.
    const { loss, accuracy } = evaluate(engine, network, { parameters, statistics }, smallData.test, smallData);
    assert.ok(Math.abs(loss + (Math.log(0.6) + Math.log(0.3) + Math.log(0.1)) / 3) < 1e-5, `loss ${loss}`);
    assert.equal(accuracy, 1 / 3);
  });

  test('is the same in one batch and over several', () => {
    const values = start();
    const { test: one } = smallData;
    const repeated = (bytes: ArrayLike<number>): Uint8Array => Uint8Array.from({ length: 11 * bytes.length }, (_, i) => bytes[i % bytes.length]!);
    const many = { ...one, images: repeated(one.images), labels: repeated(one.labels), size: 11 * one.size };
    const [single, several] = [one, many].map((set) => evaluate(engine, network, values, set, smallData));
    assert.ok(Math.abs(single!.loss - several!.loss) < 1e-5);
    assert.ok(Math.abs(single!.accuracy - several!.accuracy) < 1e-12);
  });
});

describe('the first place whose numbers are not finite is named:', () => {
  const where = (change: Readonly<Record<string, number>>, pixel = 0.5): string => {
    const { tf } = engine;
    const { parameters, statistics } = start();
    for (const [name, value] of Object.entries(change)) parameters[name] = tf.fill(parameters[name]!.shape, value);
    return firstNonFinite(engine, network, { parameters, statistics }, tf.fill([2, 6, 6, 1], pixel)) ?? 'the loss';
  };

  for (const [name, layer] of [
    ['stage1.transition.kernel', 'layer stage1.transition'],
    ['stage1.block2.norm2.scale', 'layer stage1.block2.norm2'],
    ['stage2.transition.shortcut.bias', 'layer stage2.transition.shortcut'],
    ['stage2.block3.conv2.kernel', 'layer stage2.block3.conv2'],
    ['head.norm.shift', 'layer head.norm'],
    ['head.dense.bias', 'the loss'],
  ] as const) {
    test(`${layer} for NaN in ${name}`, () => assert.equal(where({ [name]: NaN }), layer));
  }

  test('a layer that overflows', () => {
    assert.equal(where({ 'stage1.block1.conv1.kernel': 3e38, 'stage1.block1.norm1.scale': 100 }), 'layer stage1.block1.conv1');
  });

  test('the images', () => assert.equal(where({}, Infinity), 'the images'));
});
