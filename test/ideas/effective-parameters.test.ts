import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import { effectiveParameters, effectiveParametersByName, participationRatio } from '../../src/ideas/generalization/measure';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { smallNetwork } from '../training/small-data';

const near = (actual: number, expected: number, share = 1e-9): void => assert.ok(Math.abs(actual - expected) <= share * expected, `${actual} is not ${expected}`);
const vectors = (...rows: number[][]): Float32Array[] => rows.map((row) => Float32Array.from(row));

describe('the participation ratio (Σ e)² / Σ e² of the Gram matrix’s eigenvalues e', () => {
  test('is 1 for identical vectors', () => near(participationRatio(vectors([1, 2, 3], [1, 2, 3], [1, 2, 3])), 1));
  test('is 1 also for vectors of one direction and different lengths', () => near(participationRatio(vectors([1, 2], [-3, -6], [0.5, 1])), 1));
  test('is T for T orthogonal vectors of equal norm', () => near(participationRatio(vectors([3, 0, 0, 0], [0, 0, 3, 0], [0, -3, 0, 0])), 3));
  test('is 1 for a single vector, and for zeros, which are identical', () => {
    near(participationRatio(vectors([2, 5])), 1);
    near(participationRatio(vectors([0, 0], [0, 0])), 1);
  });

  test('follows from known eigenvalues: orthogonal vectors of norms 1, 2 have e = 1, 4', () => near(participationRatio(vectors([1, 0], [0, 2])), 25 / 17));

  test('of two unit vectors at an angle α is 2 / (1 + cos² α)', () => {
    // The Gram matrix [[1, cos α], [cos α, 1]] has e = 1 ± cos α.
    for (const alpha of [0.3, 1, 2]) near(participationRatio(vectors([1, 0], [Math.cos(alpha), Math.sin(alpha)])), 2 / (1 + Math.cos(alpha) ** 2), 1e-6);
  });

  test('does not change when all vectors are scaled', () => {
    const some = [[1, 2, 3], [0, -1, 4], [2, 2, 2]];
    near(participationRatio(vectors(...some)), participationRatio(vectors(...some.map((row) => row.map((value) => 8 * value)))), 1e-6);
  });
});

describe('the effective number of parameters', () => {
  let engine: Engine;
  before(async () => {
    engine = await startEngine();
  });
  // Two stages of three blocks with 4 channels; all numbers by hand.
  const convolution = (inputs: number, size: number): number => size * size * inputs * 4 + 4;
  const norm = 8;
  const block = 2 * (norm + convolution(4, 3));
  const outside = convolution(1, 3) + (convolution(4, 1) + block) + (norm + 4 * 3 + 3);
  const network = new ResidualNetwork(smallNetwork);

  test('counts identical blocks once and all else once', () => {
    near(effectiveParameters(network.parameters, initialTensors(engine.tf, network.parameters, 1, 'same')), outside + 2 * block);
  });

  test('counts blocks whose parameters are orthogonal T times', () => {
    // Block t is zero but for one kernel entry of its own.
    const values = Object.fromEntries(
      network.parameters.map(({ name, shape }) => {
        const t = Number(/block(\d)\.conv1\.kernel/.exec(name)?.[1] ?? 0);
        const buffer = engine.tf.buffer([...shape]);
        if (t > 0) buffer.values[t] = 5;
        return [name, buffer.toTensor()];
      }),
    );
    near(effectiveParameters(network.parameters, values), outside + 2 * 3 * block);
  });

  test('lies between for blocks that start apart, and is the true number without blocks in common', () => {
    const effective = effectiveParameters(network.parameters, initialTensors(engine.tf, network.parameters, 1, 'independent'));
    const all = network.parameterCount().trainable;
    assert.equal(all, outside + 2 * 3 * block);
    assert.ok(effective > outside + 2 * block && effective < all, `${effective}`);
    const single = new ResidualNetwork({ ...smallNetwork, stages: [{ transition: { kind: 'convolution', channels: 4 }, blocks: 1 }] });
    near(effectiveParameters(single.parameters, initialTensors(engine.tf, single.parameters, 1, 'same')), single.parameterCount().trainable);
  });

  test('counts a shared block once, and its steps’ own normalizations among themselves', () => {
    const unshared = { statistics: true, scale: true, shift: true };
    const shared = new ResidualNetwork({ ...smallNetwork, stages: [{ transition: { kind: 'convolution', channels: 4 }, blocks: 5, sharing: { unsharedBlocks: 2, unshared } }] });
    const start = initialTensors(engine.tf, shared.parameters, 1, 'same');
    // 2 equal blocks count once; the shared convolutions once; 3 steps with equal normalizations once; stem, head.
    near(effectiveParameters(shared.parameters, start), convolution(1, 3) + block + 2 * convolution(4, 3) + 2 * norm + (norm + 15));
  });

  test('is the same by the names of an imported file, in any order of its tensors, without running statistics', () => {
    const values = initialTensors(engine.tf, network.parameters, 1, 'independent');
    const named = network.parameters.map(({ name }): [string, { values: unknown }] => [
      name.replace(/^stage(\d)\.block(\d)\./, (_, stage: string, block: string) => `layer${stage}.${Number(block) - 1}.`),
      { values: numbersOf(values[name]!) },
    ]);
    named.push(['layer1.0.bn1.running_var', { values: Float32Array.of(1, 2) }], ['layer1.0.bn1.num_batches_tracked', { values: BigInt64Array.of(3n) }]);
    near(effectiveParametersByName(new Map(named.reverse())), effectiveParameters(network.parameters, values));
    assert.throws(() => effectiveParametersByName(new Map(named), /^(?<stage>x)(?<block>)(?<part>)/), /None of the \d+ tensors belongs to a block/);
  });
});
