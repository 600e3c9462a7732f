import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { gradientNormRatio, stateNorms } from '../../src/ideas/sharing/measure';
import { measurableInTraining, type MeasurableNetwork } from '../../src/networks/measurable-network';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { integers, pytorchCases, tensors, TOLERANCE, type EncodedTensor, type EncodedTensors } from '../engine/pytorch';
import { smallData } from '../training/small-data';

/** test/fixtures/pytorch/state_norms.py */
const expected = pytorchCases('state_norms') as {
  readonly pixels: EncodedTensor;
  readonly labels: EncodedTensor;
  readonly mean: number[];
  readonly standardDeviation: number[];
  readonly networks: readonly {
    readonly definition: NetworkInput;
    readonly parameters: EncodedTensors;
    readonly statistics: EncodedTensors;
    readonly norms: readonly { readonly activationNorm: number; readonly gradientNorm: number }[];
  }[];
};

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

test('norms of states and gradients in training mode are PyTorch’s, for every way to share a block', () => {
  const [size, height, width, channels] = expected.pixels.shape as [number, number, number, number];
  const set = {
    images: Uint8Array.from(integers(expected.pixels)),
    labels: Uint8Array.from(integers(expected.labels)),
    size,
    shape: [height, width, channels] as const,
  };
  assert.equal(expected.networks.length, 9);
  for (const one of expected.networks) {
    const values = { parameters: tensors(engine.tf, one.parameters), statistics: tensors(engine.tf, one.statistics) };
    const measure = () => stateNorms(engine, measurableInTraining({ network: new ResidualNetwork(one.definition), ...values }), set, expected);
    measure(); // the engine keeps constants that it has met
    const kept = engine.tf.memory().numTensors;
    const norms = measure();
    assert.equal(engine.tf.memory().numTensors, kept, 'no tensor stays behind');
    assert.deepEqual(norms.map(({ stage, block }) => [stage, block]), [1, 2].flatMap((stage) => [0, 1, 2, 3].map((block) => [stage, block])));
    norms.forEach(({ state, activationNorm, gradientNorm }, i) => {
      assert.equal(state, i + 1);
      const wanted = one.norms[i]!;
      for (const [found, right] of [[activationNorm, wanted.activationNorm], [gradientNorm, wanted.gradientNorm]] as const) {
        assert.ok(Math.abs(found - right) <= TOLERANCE * right, `state ${state}: ${found}, PyTorch has ${right}`);
      }
    });
  }
});

describe('the gradient-norm ratio', () => {
  test('is 1 for identity blocks, and the product of the factors of blocks that scale', () => {
    const network = (factor: number): MeasurableNetwork => ({
      stages: [0, 1, 2].map(() => ({ transition: (_, h) => h, blocks: [(ops, h) => ops.scale(h, factor), (ops, h) => ops.scale(h, factor)] })),
      head: (ops, h) => ops.reshape(ops.mean(h, [2, 3]), [h.shape[0]!, 6]),
    });
    // Two stages of two blocks each lie between h_1 and what enters the third stage.
    for (const factor of [1, 2]) {
      const norms = stateNorms(engine, network(factor), smallData.test, smallData);
      assert.ok(Math.abs(gradientNormRatio(norms) - factor ** 4) < 1e-4, `${gradientNormRatio(norms)}`);
    }
    const plain = stateNorms(engine, network(1), smallData.test, smallData);
    assert.equal(new Set(plain.map(({ activationNorm }) => activationNorm)).size, 1);
  });

  test('a network of one stage has none', () => {
    assert.equal(gradientNormRatio([{ stage: 1, block: 0, gradientNorm: 1 }]), NaN);
  });
});
