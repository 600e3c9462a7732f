import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Layer } from '../../src/networks/measurable-network';
import { foldBatchNorms } from '../../src/inference/fold-batch-norm';
import { Tracer } from '../../src/inference/trace-layer';
import type { KnownValue, TracedLayer } from '../../src/inference/traced-layer';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const traced = (layer: Layer): TracedLayer => new Tracer(engine).trace(layer, [2, 4, 4, 1])!;
const kernels = ({ calls }: TracedLayer): string[] => calls.map(({ kernel }) => kernel);

describe('folding batch norm into a convolution', () => {
  // Variances and ε of 1 and 3, so that γ / √(σ² + ε) are the whole numbers 3 and 2.
  const stored = () => {
    const { tf } = engine;
    const [scale, shift, mean, variance] = [[6, 4], [10, 20], [1, -1], [1, 1]].map((values) => tf.tensor1d(values)) as [never, never, never, never];
    return { kernel: tf.tensor([1, 2], [1, 1, 1, 2]), bias: tf.tensor1d([5, 7]), scale, shift, mean, variance };
  };

  test('gives kernel W·factor and bias β + (b − μ)·factor, by hand', () => {
    const { kernel, bias, scale, shift, mean, variance } = stored();
    const normalize: Layer = (ops, x) => ops.batchNormInference(ops.biasAdd(ops.conv2d(x, kernel), bias), scale, shift, mean, variance, 3);
    const plain: Layer = (ops, x) => ops.batchNormInference(ops.conv2d(x, kernel), scale, shift, mean, variance, 3);
    for (const [layer, expected] of [[normalize, [10 + 4 * 3, 20 + 8 * 2]], [plain, [10 - 1 * 3, 20 + 1 * 2]]] as const) {
      const folded = foldBatchNorms(traced(layer));
      assert.deepEqual(kernels(folded), ['Conv2D', 'AddV2']);
      const [convolution, addition] = folded.calls;
      assert.deepEqual([...(convolution!.inputs[1] as KnownValue).numbers], [3, 4]);
      assert.deepEqual([...(addition!.inputs[1] as KnownValue).numbers], expected);
      assert.equal(addition!.outputs[0], folded.output);
    }
  });

  test('is left where the convolution is used elsewhere too, or comes after', () => {
    const { kernel, scale, shift, mean, variance } = stored();
    const unchanged = (layer: Layer): void => {
      const before = traced(layer);
      assert.deepEqual(foldBatchNorms(before), before);
    };
    unchanged((ops, x) => {
      const convolved = ops.conv2d(x, kernel);
      return ops.add(convolved, ops.batchNormInference(convolved, scale, shift, mean, variance, 3));
    });
    unchanged((ops, x) => {
      const y = ops.conv2d(x, kernel);
      return ops.add(ops.batchNormInference(ops.add(y, ops.mean(y)), scale, shift, mean, variance, 3), y);
    });
    const second = engine.tf.ones([1, 1, 2, 2]);
    unchanged((ops, x) => ops.conv2d(ops.relu(ops.batchNormInference(ops.relu(ops.conv2d(x, kernel)), scale, shift, mean, variance, 3)), second));
    const own = traced((ops, x) => ops.batchNormInference(ops.conv2d(x, kernel), ops.mean(ops.conv2d(x, kernel), [0, 1, 2]), shift, mean, variance, 3));
    assert.deepEqual(foldBatchNorms(own), own, 'a scale that is not stored');
  });
});
