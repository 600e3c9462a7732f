import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numberOf, numbersOf } from '../../src/engine/tensors';
import { measurable } from '../../src/networks/measurable-network';
import { measureIndices } from '../../src/ideas/indices/measure';
import { namedNetwork } from '../../src/networks/named-networks';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { constrainKernel, initialSpectralVector, isConstrained, spectralNorm } from '../../src/training/lipschitz-constraint';
import { train } from '../../src/training/train';
import type { TrainedNetwork } from '../../src/training/trainer';
import { assertNear, pytorchCases, tensor, TOLERANCE, type EncodedTensor } from '../engine/pytorch';
import { convolutionMatrix, singularValues } from '../engine/singular-values';
import { smallData, smallNetwork } from './small-data';

const pytorch = pytorchCases('spectral_norms') as {
  readonly kernel: EncodedTensor;
  readonly start: EncodedTensor;
  readonly iterated: { readonly iterations: number; readonly norm: number; readonly vector: EncodedTensor }[];
}[];

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('power iteration', () => {
  for (const { kernel, start, iterated } of pytorch) {
    for (const { iterations, norm, vector } of iterated) {
      test(`${iterations} on a kernel of ${kernel.shape.join(' × ')} and maps of ${start.shape.slice(1, 3).join(' × ')}: norm and vector are PyTorch’s`, () => {
        const found = spectralNorm(new Operations(engine.kernels), tensor(engine.tf, kernel), tensor(engine.tf, start), iterations);
        assert.ok(Math.abs(numberOf(found.norm) - norm) <= TOLERANCE * norm, `${numberOf(found.norm)}, PyTorch has ${norm}`);
        assertNear(found.vector, vector, 'vector');
      });
    }
  }

  test('on a kernel of zeros finds 0, and no NaN', () => {
    const found = spectralNorm(new Operations(engine.kernels), engine.tf.zeros([3, 3, 2, 2]), engine.tf.ones([1, 4, 4, 2]), 2);
    assert.equal(numberOf(found.norm), 0);
    assert.ok(numbersOf(found.vector).every((value) => value === 0));
  });

  test('starts with one vector of norm 1 for corresponding kernels, on maps of any size', () => {
    const wide = new ResidualNetwork(namedNetwork('wide'));
    const start = (name: string) => initialSpectralVector(wide, wide.parameters.find((spec) => spec.name === name)!, 1);
    const { shape, values } = start('stage1.block1.conv1.kernel');
    assert.deepEqual(shape, [1, 32, 32, 160]);
    assert.ok(Math.abs(Math.sqrt(values.reduce((sum, value) => sum + value * value, 0)) - 1) < 1e-5);
    assert.deepEqual(start('stage1.block4.conv1.kernel').values, values);
    assert.notDeepEqual(start('stage1.block1.conv2.kernel').values, values);
  });
});

describe('W / max(1, σ/c)', () => {
  const constrained = (norm: number, constant: number) => {
    const { tf, kernels } = engine;
    return [...numbersOf(constrainKernel(new Operations(kernels), tf.tensor1d([2, -3]), tf.scalar(norm), constant))];
  };

  test('shrinks a kernel whose norm exceeds c to norm c', () => assert.deepEqual(constrained(4, 0.5), [0.25, -0.375]));
  test('leaves one within the constraint alone, to the bit', () => assert.deepEqual(constrained(0.3, 0.5), [2, -3]));
});

test('the convolutions of the blocks’ F are constrained, and nothing else', () => {
  const { parameters } = new ResidualNetwork({ ...smallNetwork, stages: [{ transition: { kind: 'convolution', channels: 4 }, blocks: 1 }, { transition: { kind: 'residual', channels: 4 }, blocks: 2, sharing: { unsharedBlocks: 1, unshared: { statistics: true, scale: true, shift: true } } }] });
  assert.deepEqual(
    parameters.filter(isConstrained).map(({ name }) => name),
    ['stage1.block1', 'stage2.block1', 'stage2.shared'].flatMap((block) => [`${block}.conv1.kernel`, `${block}.conv2.kernel`]),
  );
});

describe('after training with c, the singular values of every constrained kernel’s matrix', () => {
  /** Maps of 3 × 3 and 2 × 2, so that the matrices are small. */
  const strided = smallNetwork.stages.map((stage) => ({ ...stage, transition: { ...stage.transition, stride: 2 } })) as typeof smallNetwork.stages;
  const norms = ({ network, parameters }: TrainedNetwork): number[] =>
    network.parameters.filter(isConstrained).map(({ name, shape }) => {
      const [height, width] = network.stateShapes[Number(/stage(\d)/.exec(name)![1]) - 1]!;
      return singularValues(convolutionMatrix(numbersOf(parameters[name]!), shape as unknown as [number, number, number, number], height!, width!))[0]!;
    });
  const trained = async (lipschitz: number | null, normalization: 'batch' | 'none', coupling: number) => {
    const network = new ResidualNetwork({ ...smallNetwork, stages: strided, normalization, initialResidualScale: normalization === 'none' ? 0.3 : 1 });
    const result = await train(engine, network, smallData, { seed: 3, epochs: 3, batchSize: 16, learningRate: { kind: 'oneCycle', peak: 0.1 }, lipschitz, coupling });
    const found = norms(result);
    result.dispose();
    return found;
  };

  for (const [constant, normalization, coupling] of [[0.4, 'batch', 0], [0.4, 'none', 0.5], [1.5, 'batch', 1]] as const) {
    test(`are at most c = ${constant} (normalization ${normalization}, λ = ${coupling})`, async () => {
      const found = await trained(constant, normalization, coupling);
      assert.equal(found.length, 12);
      for (const norm of found) assert.ok(norm <= constant * (1 + TOLERANCE), `${norm} > ${constant}`);
      assert.ok(found.some((norm) => norm >= constant * (1 - TOLERANCE)), `the constraint holds no kernel back: ${found.join(', ')}`);
    });
  }

  test('are at most c also in a block that is applied again and again', async () => {
    const sharing = { unsharedBlocks: 1, unshared: { statistics: true, scale: true, shift: true } };
    const network = new ResidualNetwork({ ...smallNetwork, stages: [{ transition: { kind: 'convolution', channels: 4, stride: 2 }, blocks: 4, sharing }] });
    const result = await train(engine, network, smallData, { seed: 3, epochs: 1, batchSize: 16, learningRate: { kind: 'constant', rate: 0.1 }, lipschitz: 0.4 });
    const found = norms(result);
    assert.equal(found.length, 4);
    assert.ok(Math.max(...found) <= 0.4 * (1 + TOLERANCE), found.join(', '));
    const indices = await measureIndices(engine, measurable(result), smallData.test, smallData, 1 / 3);
    assert.deepEqual(indices.stages.map(({ blocks }) => blocks), [4]);
    result.dispose();
  });

  test('exceed these constants without the constraint', async () => {
    const found = await trained(null, 'batch', 0);
    assert.ok(Math.min(...found) > 1.5, found.join(', '));
  });

  test('a constraint that holds no kernel back changes nothing, to the bit', async () => {
    assert.deepEqual(await trained(100, 'batch', 0.5), await trained(null, 'batch', 0.5));
  });
});
