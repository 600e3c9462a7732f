import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { differentiate } from '../../src/engine/tape';
import { numberOf, numbersOf } from '../../src/engine/tensors';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('reverse-mode differentiation', () => {
  test('adds up the gradients of a value that is used in several places', () => {
    const { tf, kernels } = engine;
    const x = tf.tensor1d([3, -2]);
    // d/dx Σ (x² + 5x + x·x) = 4x + 5
    const { gradients } = differentiate(kernels, (ops) => ({ loss: ops.sum(ops.addAll([ops.square(x), ops.scale(x, 5), ops.mul(x, x)])) }), [x]);
    assert.deepEqual([...numbersOf(gradients[0]!)], [17, -3]);
  });

  test('gives each parameter its gradient, in the order asked for', () => {
    const { tf, kernels } = engine;
    const [a, b, unasked] = [tf.tensor1d([2, 3]), tf.tensor1d([5, 7]), tf.tensor1d([11, 13])];
    const { result, gradients } = differentiate(kernels, (ops) => ({ loss: ops.sum(ops.mul(ops.mul(a, b), unasked)) }), [b, a]);
    assert.equal(numberOf(result.loss), 2 * 5 * 11 + 3 * 7 * 13);
    assert.deepEqual(gradients.map((gradient) => [...numbersOf(gradient)]), [[22, 39], [55, 91]]);
  });

  test('returns what else the function returned', () => {
    const { tf, kernels } = engine;
    const x = tf.scalar(2);
    const { result } = differentiate(kernels, (ops) => ({ loss: ops.square(x), double: ops.scale(x, 2) }), [x]);
    assert.equal(numbersOf(result.double)[0], 4);
  });

  test('names an operation that has no gradient', () => {
    const { tf, kernels } = engine;
    const x = tf.tensor2d([[1, 2]]);
    assert.throws(() => differentiate(kernels, (ops) => ({ loss: ops.sum(ops.sign(x)) }), [x]), {
      message: 'The operation Sign has no gradient; add one to src/engine/gradients.ts.',
    });
  });

  test('needs no gradient of operations that the parameters do not reach', () => {
    const { tf, kernels } = engine;
    const [x, weights] = [tf.tensor2d([[1, 2]]), tf.tensor2d([[0, Math.log(3)]])];
    const { gradients } = differentiate(kernels, (ops) => ({ loss: ops.sum(ops.mul(x, ops.softmax(weights))) }), [x]);
    numbersOf(gradients[0]!).forEach((value, i) => assert.ok(Math.abs(value - [0.25, 0.75][i]!) < 1e-6));
  });

  test('refuses a parameter without influence on the result', () => {
    const { tf, kernels } = engine;
    const [x, idle] = [tf.scalar(1), tf.zeros([3, 2])];
    assert.throws(() => differentiate(kernels, (ops) => ({ loss: ops.square(x) }), [x, idle]), {
      message: 'The result does not depend on parameter 1 of shape [3,2].',
    });
  });
});
