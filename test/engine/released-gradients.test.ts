import assert from 'node:assert/strict';
import { test } from 'node:test';
import { startEngine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numbersOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';

test('of what the backward pass made, the gradients asked for are left and nothing else', async () => {
  const { tf, kernels } = await startEngine();
  const x = tf.tensor1d([1, 0.5]);
  // x^(2^5) + x, so that gradients meet and pass on unchanged
  const loss = (ops: Operations): Value => ops.sum(ops.add([1, 2, 3, 4, 5].reduce((y: Value) => ops.square(y), x), x));
  const madeBy = (run: () => void): number => {
    run(); // constants are made once and kept
    const before = tf.memory().numTensors;
    run();
    return tf.memory().numTensors - before;
  };
  const forward = madeBy(() => loss(new Operations(kernels)));
  const gradients: Value[] = [];
  const both = madeBy(() => gradients.push(...differentiate(kernels, (ops) => ({ loss: loss(ops) }), [x]).gradients));
  assert.equal(both, forward + 1);
  numbersOf(gradients[1]!).forEach((value, i) => assert.ok(Math.abs(value - (32 * [1, 0.5][i]! ** 31 + 1)) < 1e-4));
});
