import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numberOf } from '../../src/engine/tensors';
import type { Value } from '../../src/engine/values';
import type { NetworkInput } from '../../src/networks/definition';
import { inferencePass, trainingPass } from '../../src/networks/passes';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { assertAllNear, assertNear, labelTensor, pytorchCases, tensor, tensors, TOLERANCE, type EncodedTensor, type EncodedTensors } from '../engine/pytorch';

/** A network with one batch in PyTorch (test/fixtures/pytorch/networks.py). */
interface NetworkCase {
  readonly name: string;
  readonly definition: NetworkInput;
  readonly parameters: EncodedTensors;
  readonly statistics: EncodedTensors;
  readonly images: EncodedTensor;
  readonly labels: EncodedTensor;
  readonly inferenceLogits: EncodedTensor;
  readonly trainingLogits: EncodedTensor;
  readonly loss: number;
  readonly gradients: EncodedTensors;
  readonly movedStatistics: EncodedTensors;
}

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

describe('with PyTorch’s weights, loaded by name,', () => {
  for (const one of pytorchCases('networks') as NetworkCase[]) {
    describe(`a network with ${one.name}`, () => {
      const network = new ResidualNetwork(one.definition);

      test('declares PyTorch’s parameters and statistics, name by name and shape by shape', () => {
        const shapes = (specs: readonly { name: string; shape: readonly number[] }[]) => Object.fromEntries(specs.map(({ name, shape }) => [name, shape]));
        const expected = (encoded: EncodedTensors) => Object.fromEntries(Object.entries(encoded).map(([name, { shape }]) => [name, shape]));
        assert.deepEqual(shapes(network.parameters), expected(one.parameters));
        assert.deepEqual(shapes(network.statistics), expected(one.statistics));
      });

      test('has PyTorch’s logits at inference', () => {
        const { tf, kernels } = engine;
        const pass = inferencePass(new Operations(kernels), tensors(tf, one.parameters), tensors(tf, one.statistics));
        assertNear(network.forward(pass, tensor(tf, one.images)), one.inferenceLogits, 'logits');
      });

      test('has PyTorch’s logits, loss, gradients and running statistics in training', () => {
        const { tf, kernels } = engine;
        const parameters = tensors(tf, one.parameters);
        const moved: Record<string, Value> = {};
        const names = Object.keys(parameters);
        const { result, gradients } = differentiate(
          kernels,
          (ops) => {
            const pass = trainingPass(ops, parameters, tensors(tf, one.statistics), moved);
            const logits = network.forward(pass, tensor(tf, one.images));
            return { logits, loss: ops.mean(ops.softmaxCrossEntropy(logits, labelTensor(tf, one.labels))) };
          },
          Object.values(parameters),
        );
        assertNear(result.logits, one.trainingLogits, 'logits');
        const loss = numberOf(result.loss);
        assert.ok(Math.abs(loss - one.loss) <= TOLERANCE * one.loss, `the loss is ${loss}, PyTorch has ${one.loss}`);
        assertAllNear(Object.fromEntries(names.map((name, i) => [name, gradients[i]!])), one.gradients, 'gradient of');
        assertAllNear(moved, one.movedStatistics, 'statistic');
      });
    });
  }
});
