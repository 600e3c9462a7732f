import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Value } from '../../src/engine/values';
import type { Layer } from '../../src/networks/measurable-network';
import { fuseBatchNorms } from '../../src/inference/fuse-batch-norms';
import { fuseConvolutions } from '../../src/inference/fuse-convolutions';
import { Tracer } from '../../src/inference/trace-layer';
import type { TracedLayer } from '../../src/inference/traced-layer';

let engine: Engine;
let kernel: Value;
let vector: Value;
before(async () => {
  engine = await startEngine();
  kernel = engine.tf.ones([1, 1, 2, 2]);
  vector = engine.tf.ones([2]);
});

const traced = (layer: Layer, channels = 2): TracedLayer => new Tracer(engine).trace(layer, [3, 4, 4, channels])!;

/** Kernels of a layer, with what they do besides. */
const kernels = ({ calls }: TracedLayer): string[] =>
  calls.map(({ kernel: name, attributes }) => [name, ...((attributes.fused_ops?.value as string[] | undefined) ?? [])].join(' '));

describe('a convolution does what follows it', () => {
  const fused = (layer: Layer): string[] => kernels(fuseConvolutions(traced(layer)));

  test('bias, skip connection and ReLU, of which it may have any', () => {
    assert.deepEqual(fused((ops, x) => ops.biasAdd(ops.conv2d(x, kernel), vector)), ['_FusedConv2D BiasAdd']);
    assert.deepEqual(fused((ops, x) => ops.relu(ops.conv2d(x, kernel))), ['_FusedConv2D BiasAdd Relu']);
    assert.deepEqual(fused((ops, x) => ops.add(x, ops.conv2d(x, kernel))), ['_FusedConv2D BiasAdd Add']);
    const block: Layer = (ops, x) => ops.relu(ops.add(ops.add(vector, ops.conv2d(ops.relu(ops.conv2d(x, kernel)), kernel)), x));
    assert.deepEqual(fused(block), ['_FusedConv2D BiasAdd Relu', '_FusedConv2D BiasAdd Add Relu']);
    const layer = fuseConvolutions(traced(block));
    assert.equal(layer.calls[1]!.inputs[3], layer.input, 'the skip connection');
    assert.equal(layer.calls[1]!.outputs[0], layer.output);
  });

  test('but not what something else follows too, and not an addition of another shape or of itself', () => {
    const alone = (layer: Layer, expected: string[]): void => assert.deepEqual(fused(layer), expected);
    alone((ops, x) => ops.conv2d(x, kernel), ['Conv2D']);
    alone(
      (ops, x) => {
        const y = ops.conv2d(x, kernel);
        return ops.mul(ops.relu(y), y);
      },
      ['Conv2D', 'Relu', 'Mul'],
    );
    alone((ops, x) => ops.add(ops.conv2d(x, kernel), ops.mean(x, [1, 2, 3], true)), ['Conv2D', 'Mean', 'AddV2']);
    alone(
      (ops, x) => {
        const y = ops.conv2d(x, kernel);
        return ops.add(y, y);
      },
      ['Conv2D', 'AddV2'],
    );
  });

  test('of two convolutions that are added one adds the other', () => {
    const layer: Layer = (ops, x) => ops.add(ops.conv2d(x, kernel), ops.conv2d(ops.relu(x), kernel));
    assert.deepEqual(fused(layer), ['Relu', 'Conv2D', '_FusedConv2D BiasAdd Add']);
  });
});

test('a batch normalization does the ReLU that follows it, where nothing else does', () => {
  const fused = (layer: Layer, channels = 4): string[] => kernels(fuseBatchNorms(traced(layer, channels)));
  const vectors = new Map([4, 6].map((channels) => [channels, engine.tf.ones([channels])]));
  const normalized: Layer = (ops, x) => {
    const of = vectors.get(x.shape[3]!)!;
    return ops.batchNormInference(x, of, of, of, of, 1e-5);
  };
  assert.deepEqual(fused((ops, x) => ops.relu(normalized(ops, x))), ['_FusedBatchNormEx']);
  assert.deepEqual(fused((ops, x) => ops.relu(normalized(ops, x)), 6), ['FusedBatchNormV3', 'Relu'], 'TensorFlow has it for channels in fours');
  assert.deepEqual(
    fused((ops, x) => {
      const y = normalized(ops, x);
      return ops.add(y, ops.relu(y));
    }),
    ['FusedBatchNormV3', 'Relu', 'AddV2'],
  );
});
