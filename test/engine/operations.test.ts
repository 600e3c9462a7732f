import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { SHAPE_KERNELS } from '../../src/engine/shape-kernels';
import { numbersOf } from '../../src/engine/tensors';
import { generator } from '../../src/data/random';
import { operationCases, runCase } from './operation-cases';
import { assertAllNear, assertNear } from './pytorch';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('result and gradients are those of PyTorch:', () => {
  for (const one of operationCases) {
    test(one.name, () => {
      const { value, mean, variance, gradients } = runCase(engine.tf, engine.kernels, one);
      assertNear(value, one.result, 'result');
      assertAllNear(gradients, one.gradients, 'gradient');
      assert.equal(mean !== undefined, one.operation === 'batchNormTraining', 'only batch normalization in training moves statistics');
      if (mean && variance) {
        assertNear(mean, one.options.movedMean, 'running mean');
        assertNear(variance, one.options.movedVariance, 'running variance');
      }
    });
  }
});

describe('the shapes that are declared without computing are the computed ones:', () => {
  for (const one of operationCases) {
    test(one.name, () => {
      const [computed, declared] = [engine.kernels, SHAPE_KERNELS].map((kernels) => {
        const { value, mean, variance, gradients } = runCase(engine.tf, kernels, one);
        return Object.entries({ value, mean, variance, ...gradients }).map(([name, each]) => [name, each?.shape]);
      });
      assert.deepEqual(declared, computed);
    });
  }
});

/** Neither compared with PyTorch: made of others, or without a gradient as the table of operations says. */
const OTHERS = ['constructor', 'call', 'scope', 'one', 'constant', 'scalar', 'binary', 'unary', 'reduce', 'records', 'scale', 'pad', 'sign', 'oneHot', 'crop', 'conv2dTranspose'];

test('every operation is compared with PyTorch, or said to have no gradient', () => {
  const compared = new Set(operationCases.map(({ operation }) => operation));
  const names = Object.getOwnPropertyNames(Operations.prototype).filter((name) => !/Gradient$|^transposeBack$/.test(name));
  assert.deepEqual(names.filter((name) => !compared.has(name)).sort(), [...OTHERS].sort());
});

test('an operation says by the shapes it got what does not fit', () => {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  for (const [run, message] of [
    [() => ops.matMul(tf.zeros([2, 3]), tf.zeros([2, 3])), 'Matrices of [2,3] and [2,3] have no product: their inner axes are 3 and 2 long.'],
    [() => ops.matMul(tf.zeros([3]), tf.zeros([3, 2])), 'A product needs matrices, and these are [3] and [3,2].'],
    [() => ops.sum(tf.zeros([2, 3]), [2]), '[2,3] has no axis 2.'],
    [() => ops.transpose(tf.zeros([2, 3]), [0, 0]), '[0,0] is no order of the axes of [2,3].'],
    [() => ops.concat([tf.zeros([2, 3]), tf.zeros([2, 4])], 0), '[2,4] cannot go behind [2,3] along axis 0.'],
    [() => ops.split(tf.zeros([2, 3]), [1, 1], 1), 'Parts of 1 + 1 are not axis 1 of [2,3].'],
    [() => ops.slice(tf.zeros([2, 3]), [0, 2], [1, 2]), 'There is no slice of [1,2] from [0,2] on in [2,3].'],
  ] as const) assert.throws(run, { message });
});

test('operations without gradients, by their definitions', () => {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  assert.deepEqual([...numbersOf(ops.div(tf.tensor1d([6, 1]), tf.scalar(4)))], [1.5, 0.25]);
  assert.deepEqual([...numbersOf(ops.maximum(tf.tensor1d([-1, 3]), tf.scalar(2)))], [2, 3]);
  assert.deepEqual([...numbersOf(ops.sqrt(tf.tensor1d([4, 0.25])))], [2, 0.5]);
  const probabilities = numbersOf(ops.softmax(tf.tensor2d([[0, Math.log(3)]])));
  assert.ok(Math.abs(probabilities[0]! - 0.25) < 1e-6 && Math.abs(probabilities[1]! - 0.75) < 1e-6);
});

test('a matrix product takes either factor transposed', () => {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const [a, b] = [tf.tensor2d([[1, 2, 3], [4, 5, 6]]), tf.tensor2d([[1, 0], [2, 1], [0, 3]])];
  const product = [5, 11, 14, 23];
  assert.deepEqual([...numbersOf(ops.matMul(tf.transpose(a), b, true))], product);
  assert.deepEqual([...numbersOf(ops.matMul(a, tf.transpose(b), false, true))], product);
  assert.deepEqual([...numbersOf(ops.matMul(tf.transpose(a), tf.transpose(b), true, true))], product);
});

for (const stride of [1, 2]) {
  test(`the transposed convolution of stride ${stride} is the adjoint: ⟨conv x, y⟩ = ⟨x, convᵀ y⟩`, () => {
    const { tf, kernels } = engine;
    const ops = new Operations(kernels);
    const random = generator(1, 'adjoint');
    const draw = (shape: number[]) => tf.tensor(Float32Array.from({ length: shape.reduce((a, b) => a * b) }, () => random.normal()), shape);
    const [x, kernel] = [draw([1, 6, 7, 2]), draw([3, 3, 2, 4])];
    const image = ops.conv2d(x, kernel, stride);
    const y = draw([...image.shape]);
    const inner = (a: Float32Array, b: Float32Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
    const left = inner(numbersOf(image), numbersOf(y));
    const right = inner(numbersOf(x), numbersOf(ops.conv2dTranspose(y, kernel, x.shape, stride)));
    assert.ok(Math.abs(left - right) < 1e-4 * Math.abs(left), `${left} and ${right}`);
  });
}

test('shapes that do not fit are refused by name, before a kernel runs', () => {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  assert.throws(() => ops.add(tf.zeros([2, 3]), tf.zeros([2])), { message: 'Shapes [2,3] and [2] do not broadcast.' });
  assert.throws(() => ops.reshape(tf.zeros([2, 3]), [4]), { message: 'Cannot reshape [2,3] to [4].' });
  assert.throws(() => ops.conv2d(tf.zeros([1, 4, 4, 3]), tf.zeros([3, 3, 2, 5])), {
    message: 'A convolution of 2 input channels got a feature map of 3.',
  });
  assert.throws(() => ops.addAll([]), { message: 'addAll needs at least one value.' });
});
