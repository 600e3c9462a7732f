import type { Engine } from '../engine/engine';
import type { Operations } from '../engine/operations';
import { sizeOf, type Shape, type Value } from '../engine/values';
import { EPSILON } from '../networks/layers';
import type { Layer, MeasurableNetwork } from '../networks/measurable-network';
import { KeptTensors } from './kept-tensors';
import { kernelFromPytorch, transposeMatrix, type Laid } from './layout';
import type { NamedWeights } from './named-weights';
import type { NetworkPlan, Residual, Step } from './plan';

type Apply = (ops: Operations, x: Value) => Value;

/**
 * A planned network with the numbers of its file; batch normalization uses stored statistics, ε = 1e-5 (PyTorch's).
 * @throws WeightsError naming a tensor that does not fit; then nothing is kept
 */
export function buildNetwork({ tf }: Engine, plan: NetworkPlan, weights: NamedWeights): MeasurableNetwork & { dispose(): void } {
  const kept = new KeptTensors(tf);
  try {
    const builder = new Builder(weights, kept);
    const stages = plan.stages.map(({ transition, blocks }) => ({ transition: builder.layer(transition), blocks: blocks.map((block) => builder.layer([block])) }));
    const head = builder.layer(plan.head);
    weights.finish();
    return { stages, head, dispose: () => kept.dispose() };
  } catch (error) {
    kept.dispose();
    throw error;
  }
}

class Builder {
  constructor(
    private readonly weights: NamedWeights,
    private readonly kept: KeptTensors,
  ) {}

  layer(steps: readonly Step[]): Layer {
    const apply = this.chain(steps);
    return (ops, input) => ops.scope(() => apply(ops, input));
  }

  private chain(steps: readonly Step[]): Apply {
    const applied = steps.map((step) => this.step(step));
    return (ops, x) => applied.reduce((y, apply) => apply(ops, y), x);
  }

  private step(step: Step): Apply {
    switch (step.kind) {
      case 'convolution':
        return this.convolution(step);
      case 'norm':
        return this.norm(step.name, step.channels);
      case 'relu':
        return (ops, x) => ops.relu(x);
      case 'max pool':
        return (ops, x) => ops.maxPool(x, 3, 2, 1);
      case 'padding': {
        const kernel = this.kept.keep(paddingKernel(step.inputs, step.outputs));
        return (ops, x) => ops.conv2d(x, kernel, step.stride);
      }
      case 'residual':
        return this.residual(step);
      case 'average':
        return (ops, x) => ops.mean(x, [1, 2]);
      case 'dense': {
        const kernel = this.kept.keep(transposeMatrix(this.weights.take(`${step.name}.weight`, [step.outputs, step.inputs])));
        const bias = this.vector(`${step.name}.bias`, step.outputs);
        return (ops, x) => ops.biasAdd(ops.matMul(x, kernel), bias);
      }
    }
  }

  private convolution({ name, inputs, outputs, size, stride, bias }: Extract<Step, { kind: 'convolution' }>): Apply {
    const kernel = this.kept.keep(kernelFromPytorch(this.weights.take(`${name}.weight`, [outputs, inputs, size, size])));
    const added = bias ? this.vector(`${name}.bias`, outputs) : undefined;
    return (ops, x) => (added ? ops.biasAdd(ops.conv2d(x, kernel, stride), added) : ops.conv2d(x, kernel, stride));
  }

  private norm(name: string, channels: number): Apply {
    const [scale, shift, mean, variance] = ['weight', 'bias', 'running_mean', 'running_var'].map((part) => this.vector(`${name}.${part}`, channels)) as [Value, Value, Value, Value];
    this.weights.refuseNegative(`${name}.running_var`);
    return (ops, x) => ops.batchNormInference(x, scale, shift, mean, variance, EPSILON);
  }

  private residual({ before, branch, shortcut, shortcutFrom, after }: Residual): Apply {
    const [first, change, skip, last] = [before, branch, shortcut, after].map((steps) => this.chain(steps)) as [Apply, Apply, Apply, Apply];
    return (ops, h) => {
      const a = first(ops, h);
      return last(ops, ops.add(skip(ops, shortcutFrom === 'activation' ? a : h), ops.scope(() => change(ops, a))));
    };
  }

  private vector(name: string, length: number): Value {
    return this.kept.keep(this.weights.take(name, [length]));
  }
}

/** A 1 × 1 kernel that puts its input channels in the middle of the output channels: option A exactly, together with the stride. */
function paddingKernel(inputs: number, outputs: number): Laid {
  const shape: Shape = [1, 1, inputs, outputs];
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < inputs; i++) values[i * outputs + (outputs - inputs) / 2 + i] = 1;
  return { shape, values };
}
