import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { blockKernels, blockKernelsByName, meanWeightSimilarity, weightSimilarity, type BlockKernels } from '../../src/ideas/weight-similarity/measure';
import { startEngine, type Engine } from '../../src/engine/engine';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { weightSimilarityTable } from '../../src/ideas/weight-similarity/rows';
import { smallNetwork } from '../training/small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const of = { task: 'synthetic', network: 'by hand', seed: 1 };
const similarities = (blocks: readonly BlockKernels[]) => weightSimilarityTable.rows(weightSimilarity(of, blocks));
const block = (number: number, ...kernels: number[][]): BlockKernels => ({
  stage: 1,
  block: number,
  kernels: Object.fromEntries(kernels.map((values, i) => [`conv${i + 1}`, Float32Array.from(values)])),
});

describe('weight similarity', () => {
  test('is the cosine of the angle between kernels, kernel by kernel', () => {
    const blocks = [block(1, [1, 0, 0], [3, 4]), block(2, [0, 2, 0], [-6, -8]), block(3, [5, 5, 0], [0, 0])];
    const found = similarities(blocks).map(({ block: a, other, kernel, similarity }) => [`${a} ${other} ${kernel}`, similarity] as const);
    const expected: Record<string, number> = {
      '1 1 conv1': 1, '1 2 conv1': 0, '1 3 conv1': Math.SQRT1_2, '2 3 conv1': Math.SQRT1_2, '1 2 conv2': -1, '1 3 conv2': NaN, '3 3 conv2': NaN,
    };
    assert.equal(found.length, 18);
    for (const [pair, similarity] of Object.entries(expected)) {
      const value = found.find(([name]) => name === pair)![1];
      assert.ok(Object.is(value, similarity) || Math.abs(value - similarity) < 1e-12, `${pair}: ${value}`);
    }
  });

  test('has as its mean that over kernels and pairs of different blocks, of each stage', () => {
    const blocks = [block(1, [1, 0], [1, 0]), block(2, [0, 1], [2, 0]), { ...block(1, [1, 2]), stage: 2 }];
    assert.deepEqual(meanWeightSimilarity(weightSimilarity(of, blocks)), [{ ...of, stage: 1, mean: 0.5 }]);
  });

  test('is exactly 1 between the steps of a shared block, and near 0 between kernels drawn apart', () => {
    const sharing = { unsharedBlocks: 2, unshared: { statistics: true, scale: true, shift: true } };
    const network = new ResidualNetwork({ ...smallNetwork, stages: [{ transition: { kind: 'convolution', channels: 8 }, blocks: 5, sharing }] });
    const rows = similarities(blockKernels(network, initialTensors(engine.tf, network.parameters, 1, 'independent')));
    assert.equal(rows.length, 2 * 25);
    for (const { block: a, other, similarity } of rows) {
      // The cosine of two random kernels of 3·3·8·8 entries has the standard deviation 1/24.
      if (a === other || Math.min(a, other) > 2) assert.equal(similarity, 1);
      else assert.ok(Math.abs(similarity) < 5 / 24, `${similarity}`);
    }
  });
});

describe('the blocks of an imported network, by the names of its tensors,', () => {
  const kernel = (value: number, ...shape: number[]) => ({ shape, values: new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value) });
  const tensors = new Map<string, { shape: number[]; values: Float32Array | BigInt64Array }>([
    ['conv1.weight', kernel(9, 4, 3, 3, 3)],
    ...[0, 1].map((b) => [`layer1.${b}.conv1.weight`, kernel(b + 1, 4, 4, 3, 3)] as const),
    ['layer1.0.bn1.weight', kernel(1, 4)],
    ['layer1.0.bn1.num_batches_tracked', { shape: [1], values: BigInt64Array.of(1n) }],
    ...[2, 10, 1].map((b) => [`layer2.${b}.conv1.weight`, kernel(b === 10 ? -1 : 1, 8, 8, 3, 3)] as const),
    ['layer2.0.conv1.weight', kernel(1, 8, 4, 3, 3)],
  ]);

  test('are counted from 1 in their order, without the transition', () => {
    const blocks = blockKernelsByName(tensors);
    assert.deepEqual(blocks.map((one) => [one.stage, one.block, Object.keys(one.kernels)]), [
      [1, 1, ['conv1.weight']], [1, 2, ['conv1.weight']], [2, 1, ['conv1.weight']], [2, 2, ['conv1.weight']], [2, 3, ['conv1.weight']],
    ]);
    const stage2 = similarities(blocks).filter(({ stage }) => stage === 2);
    assert.deepEqual(stage2.map(({ similarity }) => similarity), [1, 1, -1, 1, 1, -1, -1, -1, 1]);
  });

  test('must be told by the names', () => {
    assert.throws(() => blockKernelsByName(tensors, /^block(?<stage>)(?<block>)(?<part>)/), /None of the 9 tensors is a kernel of a block by its name/);
  });
});
