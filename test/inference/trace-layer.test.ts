import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { tensorOf } from '../../src/engine/tensors';
import type { Layer } from '../../src/networks/measurable-network';
import { Tracer } from '../../src/inference/trace-layer';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('a layer cannot be traced', () => {
  const none = (layer: Layer): void => assert.equal(new Tracer(engine).trace(layer, [2, 4, 4, 1]), undefined);

  test('when it uses tfjs itself, by function or by method', () => {
    none((_, x) => engine.tf.relu(tensorOf(x)));
    none((_, x) => tensorOf(x).clone());
    none((ops, x) => ops.relu(engine.tf.zeros([...x.shape])));
  });

  test('when it makes a tensor as it runs, since another call may make another', () => {
    const { tf } = engine;
    const before = tf.memory().numTensors;
    none((ops, x) => ops.add(x, tf.randomNormal([...x.shape])));
    assert.equal(tf.memory().numTensors, before);
  });

  test('when it returns its input', () => none((_, x) => x));
});
