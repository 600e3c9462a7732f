import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type * as tfc from '@tensorflow/tfjs-core';
import { generator } from '../../src/data/random';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numberOf } from '../../src/engine/tensors';
import { convolutionNorm } from '../../src/networks/convolution-norm';
import { spectralNorm } from '../../src/training/lipschitz-constraint';
import { numbers, pytorchCases, tensor, type EncodedTensor } from '../engine/pytorch';
import { convolutionMatrix, singularValues } from '../engine/singular-values';

const pytorch = pytorchCases('spectral_norms') as { readonly kernel: EncodedTensor; readonly start: EncodedTensor; readonly singularValues: EncodedTensor }[];
let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const near = (actual: number, expected: number, share: number): void => {
  assert.ok(Math.abs(actual - expected) <= share * expected, `${actual} is not ${expected}`);
};

describe('singular values of a convolution’s matrix', () => {
  for (const { kernel, start, singularValues: expected } of pytorch) {
    const [, height, width] = start.shape as [number, number, number];
    const name = `kernel ${kernel.shape.join(' × ')} on maps of ${height} × ${width}`;

    test(`${name}: written out and by Jacobi rotations as by torch.linalg.svdvals`, () => {
      const values = singularValues(convolutionMatrix(numbers(kernel), kernel.shape as [number, number, number, number], height, width));
      numbers(expected).forEach((value, i) => assert.ok(Math.abs(values[i]! - value) <= 1e-5 * values[0]!, `${i}: ${values[i]}, PyTorch has ${value}`));
    });

    test(`${name}: the spectral norm is the largest`, () => {
      near(convolutionNorm(engine, tensor(engine.tf, kernel), height, width), numbers(expected)[0]!, 1e-5);
    });
  }
});

describe('where the largest singular values lie close together,', () => {
  const draw = (seed: number): [kernel: tfc.Tensor, start: tfc.Tensor, largest: number] => {
    const random = generator(seed, 'clustered singular values');
    const values = (): Float32Array => Float32Array.from({ length: 144 }, () => random.normal());
    const kernel = values();
    const largest = singularValues(convolutionMatrix(kernel, [3, 3, 4, 4], 6, 6))[0]!;
    return [engine.tf.tensor(kernel, [3, 3, 4, 4]), engine.tf.tensor(values(), [1, 6, 6, 4]), largest];
  };

  test('200 power iterations fall short of the spectral norm, and it does not', () => {
    const [kernel, start, largest] = draw(15);
    assert.ok(numberOf(spectralNorm(new Operations(engine.kernels), kernel, start, 200).norm) < 0.999 * largest);
    near(convolutionNorm(engine, kernel, 6, 6), largest, 1e-5);
  });

  test('it does not stop at the second largest', () => {
    const [kernel, , largest] = draw(7);
    near(convolutionNorm(engine, kernel, 6, 6), largest, 1e-5);
  });
});

test('the kernel of a multiple of the identity has its factor as norm, that of zeros 0', () => {
  const { tf } = engine;
  const identity = tf.tensor([0, 0, 0, 0, -2.5, 0, 0, 0, 0], [3, 3, 1, 1]);
  near(convolutionNorm(engine, identity, 5, 5), 2.5, 1e-6);
  assert.equal(convolutionNorm(engine, tf.zeros([3, 3, 2, 2]), 4, 4), 0);
});

test('it leaves no tensors behind', () => {
  const kernel = tensor(engine.tf, pytorch[0]!.kernel);
  const measure = (): number => convolutionNorm(engine, kernel, 5, 4);
  measure();
  const { numTensors } = engine.tf.memory();
  measure();
  assert.equal(engine.tf.memory().numTensors, numTensors);
});
