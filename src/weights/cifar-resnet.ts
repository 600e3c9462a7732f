import type { Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { Operations } from '../engine/operations';
import { sizeOf, type Shape, type Value } from '../engine/values';
import type { Layer, MeasurableStage } from '../networks/measurable-network';
import { EPSILON } from '../networks/layers';
import type { ImportedNetwork } from './imported-network';
import { KeptTensors } from './kept-tensors';
import { kernelFromPytorch, transposeMatrix, type Laid } from './layout';
import { NamedWeights } from './named-weights';

/** Mean and standard deviation of ImageNet's channels, with which these networks were trained on CIFAR-10. */
export const IMAGENET_NORMALIZATION: Normalization = { mean: [0.485, 0.456, 0.406], standardDeviation: [0.229, 0.224, 0.225] };

const STAGES = 3;

/**
 * A CIFAR ResNet of He et al. (2015, section 4.2) by the names of Y. Idelbayev's PyTorch implementation, of any depth 6n + 2,
 * width and number of classes, which are read off the file:
 * - `conv1`, `bn1`, ReLU, then `layer1` to `layer3`, each twice as wide as the one before, then global average pool and `linear`;
 * - block h ↦ ReLU(shortcut(h) + F(h)), F = conv3×3-BN-ReLU-conv3×3-BN: the nonlinearity comes after the addition;
 * - the first block of `layer2` and `layer3` has stride 2 and is their transition (ours); in `layer1` all blocks iterate.
 *
 * @param path safetensors file, float32, in PyTorch's layouts
 * @throws WeightsError naming the tensor that does not fit
 */
export async function loadCifarResnet(engine: Engine, path: string): Promise<ImportedNetwork> {
  return cifarResnet(engine, await NamedWeights.read(path, 'a cifar-resnet'));
}

/** {@link loadCifarResnet} of weights that have been read. */
export function cifarResnet({ tf }: Engine, weights: NamedWeights): ImportedNetwork {
  const [width = 0, colours = 0] = weights.shapeOf('conv1.weight');
  const [classes = 0] = weights.shapeOf('linear.bias');
  if (width < 2 || width % 2 !== 0) throw weights.error(`has an odd number of first channels, ${width}, whose halves pad no shortcut`);
  const kept = new KeptTensors(tf);
  try {
    const layers = new Layers(weights, kept);
    const stages = Array.from({ length: STAGES }, (_, s): MeasurableStage => {
      const channels = width * 2 ** s;
      const blocks = Array.from({ length: blocksOf(weights, s) }, (_, b) => {
        const narrows = s > 0 && b === 0;
        return layers.block(`layer${s + 1}.${b}`, narrows ? channels / 2 : channels, channels);
      });
      return s === 0 ? { transition: layers.stem(colours, width), blocks } : { transition: blocks[0]!, blocks: blocks.slice(1) };
    });
    const head = layers.head(width * 2 ** (STAGES - 1), classes);
    weights.finish();
    return { stages, head, input: [32, 32, colours], classes, normalization: IMAGENET_NORMALIZATION, dispose: () => kept.dispose() };
  } catch (error) {
    kept.dispose();
    throw error;
  }
}

/** How many blocks the names of a stage (from 0) tell of. */
function blocksOf(weights: NamedWeights, s: number): number {
  const prefix = `layer${s + 1}.`;
  const blocks = new Set(weights.names.filter((name) => name.startsWith(prefix)).map((name) => name.split('.')[1]));
  if (blocks.size === 0) throw weights.error(`has no blocks in layer${s + 1}`);
  return blocks.size;
}

type Convolution = (ops: Operations, x: Value) => Value;

/** The layers, with their weights taken by name. */
class Layers {
  constructor(
    private readonly weights: NamedWeights,
    private readonly kept: KeptTensors,
  ) {}

  stem(colours: number, channels: number): Layer {
    const convolve = this.convolution('conv1', 'bn1', colours, channels, 1);
    return (ops, images) => ops.scope(() => ops.relu(convolve(ops, images)));
  }

  block(name: string, inputs: number, outputs: number): Layer {
    const stride = inputs === outputs ? 1 : 2;
    const first = this.convolution(`${name}.conv1`, `${name}.bn1`, inputs, outputs, stride);
    const second = this.convolution(`${name}.conv2`, `${name}.bn2`, outputs, outputs, 1);
    const shortcut = stride === 1 ? undefined : this.kept.keep(paddingShortcut(inputs));
    return (ops, h) =>
      ops.scope(() => {
        const change = ops.scope(() => second(ops, ops.relu(first(ops, h))));
        return ops.relu(ops.add(shortcut ? ops.conv2d(h, shortcut, stride) : h, change));
      });
  }

  head(channels: number, classes: number): Layer {
    const kernel = this.kept.keep(transposeMatrix(this.weights.take('linear.weight', [classes, channels])));
    const bias = this.kept.keep(this.weights.take('linear.bias', [classes]));
    return (ops, h) => ops.scope(() => ops.biasAdd(ops.matMul(ops.mean(h, [1, 2]), kernel), bias));
  }

  /** Convolution 3×3 without bias, then batch norm on its stored statistics. */
  private convolution(name: string, norm: string, inputs: number, outputs: number, stride: number): Convolution {
    const { weights } = this;
    const vector = (part: string): Value => this.kept.keep(weights.take(`${norm}.${part}`, [outputs]));
    const kernel = this.kept.keep(kernelFromPytorch(weights.take(`${name}.weight`, [outputs, inputs, 3, 3])));
    if (weights.take(`${norm}.running_var`, [outputs]).values.some((variance) => variance < 0)) throw weights.error(`has negative variances in ${norm}`);
    const [scale, shift, mean, variance] = [vector('weight'), vector('bias'), vector('running_mean'), vector('running_var')];
    weights.ignore(`${norm}.num_batches_tracked`);
    return (ops, x) => ops.scope(() => ops.batchNormInference(ops.conv2d(x, kernel, stride), scale, shift, mean, variance, EPSILON));
  }
}

/**
 * Shortcut "option A" as a 1×1 convolution of stride 2, which is exact: every second pixel, its n channels in the middle of
 * 2n, zeros around them.
 */
function paddingShortcut(channels: number): Laid {
  const shape: Shape = [1, 1, channels, 2 * channels];
  const values = new Float32Array(sizeOf(shape));
  for (let i = 0; i < channels; i++) values[i * 2 * channels + channels / 2 + i] = 1;
  return { shape, values };
}
