import { attribute, FLOAT, type Attributes, type KernelRunner } from './kernels';
import type { Call } from './tape';
import { broadcastShape, sizeOf, type ElementType, type Shape, type Value, type ValueType } from './values';

const float = (shape: Shape): ValueType => ({ shape, dtype: 'float32' });

/** Result of {@link Operations.batchNormTraining}. */
export interface NormalizedBatch {
  readonly value: Value;
  /** running mean and variance after this batch, [channels]; the variance is the unbiased one, as in PyTorch */
  readonly mean: Value;
  readonly variance: Value;
}

/**
 * The small set of operations that networks, indices and training steps are written against.
 * Every method runs TensorFlow kernels of the given runner and, when a recorder is given, records them for
 * differentiation. All values are float32 unless said otherwise.
 */
export class Operations {
  constructor(
    readonly runner: KernelRunner,
    private readonly record?: (call: Call) => void,
  ) {}

  /** Whether what it does is recorded, so that gradients may be asked for. */
  get records(): boolean {
    return this.record !== undefined;
  }

  private call(kernel: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly ValueType[]): Value[] {
    const values = this.runner.run(kernel, inputs, attributes, outputs);
    this.record?.({ kernel, inputs, attributes, outputs: values });
    return values;
  }

  /** The result of `f`; what it made on the way is let go of, unless it is recorded, and so needed for gradients. */
  scope(f: () => Value): Value {
    return !this.record && this.runner.scope ? this.runner.scope(f) : f();
  }

  private one(kernel: string, inputs: readonly Value[], attributes: Attributes, shape: Shape): Value {
    return this.call(kernel, inputs, attributes, [float(shape)])[0]!;
  }

  // Elementwise, with broadcasting ------------------------------------------------------------------------------------

  constant(values: readonly number[], shape: Shape, dtype: ElementType = 'float32'): Value {
    return this.runner.constant(values, shape, dtype);
  }

  scalar(value: number): Value {
    return this.runner.constant([value], [], 'float32');
  }

  private binary(kernel: string, a: Value, b: Value): Value {
    return this.one(kernel, [a, b], FLOAT, broadcastShape(a.shape, b.shape));
  }

  add(a: Value, b: Value): Value {
    return this.binary('AddV2', a, b);
  }

  sub(a: Value, b: Value): Value {
    return this.binary('Sub', a, b);
  }

  mul(a: Value, b: Value): Value {
    return this.binary('Mul', a, b);
  }

  div(a: Value, b: Value): Value {
    return this.binary('RealDiv', a, b);
  }

  maximum(a: Value, b: Value): Value {
    return this.binary('Maximum', a, b);
  }

  scale(a: Value, factor: number): Value {
    return this.mul(a, this.scalar(factor));
  }

  private unary(kernel: string, x: Value): Value {
    return this.one(kernel, [x], FLOAT, x.shape);
  }

  relu(x: Value): Value {
    return this.unary('Relu', x);
  }

  square(x: Value): Value {
    return this.unary('Square', x);
  }

  sqrt(x: Value): Value {
    return this.unary('Sqrt', x);
  }

  rsqrt(x: Value): Value {
    return this.unary('Rsqrt', x);
  }

  /** log(1 + e^x) */
  softplus(x: Value): Value {
    return this.unary('Softplus', x);
  }

  softmax(logits: Value): Value {
    return this.unary('Softmax', logits);
  }

  /** Sum of one or more values of one shape, from left to right (AddN's order depends on which memory it may write to). */
  addAll(values: readonly Value[]): Value {
    if (values.length === 0) throw new Error('addAll needs at least one value.');
    return values.reduce((sum, value) => this.add(sum, value));
  }

  // Shapes and reductions ---------------------------------------------------------------------------------------------

  reshape(x: Value, shape: Shape): Value {
    if (sizeOf(shape) !== sizeOf(x.shape)) throw new Error(`Cannot reshape [${x.shape.join()}] to [${shape.join()}].`);
    const target = this.constant(shape, [shape.length], 'int32');
    return this.one('Reshape', [x, target], { ...FLOAT, Tshape: attribute.type('int32') }, shape);
  }

  broadcastTo(x: Value, shape: Shape): Value {
    const target = this.constant(shape, [shape.length], 'int32');
    return this.one('BroadcastTo', [x, target], { ...FLOAT, Tidx: attribute.type('int32') }, shape);
  }

  /** Vectors one behind the other. */
  concat(vectors: readonly Value[]): Value {
    if (vectors.length === 1) return vectors[0]!; // the kernel wants two
    const length = vectors.reduce((sum, { shape }) => sum + sizeOf(shape), 0);
    const attributes = { ...FLOAT, N: attribute.int(vectors.length), Tidx: attribute.type('int32') };
    return this.one('ConcatV2', [...vectors, this.constant([0], [], 'int32')], attributes, [length]);
  }

  /** Parts of a vector, of these lengths, one behind the other. */
  split(vector: Value, lengths: readonly number[]): Value[] {
    const attributes = { ...FLOAT, Tlen: attribute.type('int32'), num_split: attribute.int(lengths.length) };
    const inputs = [vector, this.constant(lengths, [lengths.length], 'int32'), this.constant([0], [], 'int32')];
    return this.call('SplitV', inputs, attributes, lengths.map((length) => float([length])));
  }

  private reduce(kernel: 'Sum' | 'Mean', x: Value, axes: readonly number[], keepDimensions: boolean): Value {
    const kept = x.shape.map((length, i) => (axes.includes(i) ? 1 : length));
    const attributes = { ...FLOAT, Tidx: attribute.type('int32'), keep_dims: attribute.bool(true) };
    const reduced = this.one(kernel, [x, this.constant(axes, [axes.length], 'int32')], attributes, kept);
    return keepDimensions ? reduced : this.reshape(reduced, x.shape.filter((_, i) => !axes.includes(i)));
  }

  sum(x: Value, axes = x.shape.map((_, i) => i), keepDimensions = false): Value {
    return this.reduce('Sum', x, axes, keepDimensions);
  }

  mean(x: Value, axes = x.shape.map((_, i) => i), keepDimensions = false): Value {
    return this.reduce('Mean', x, axes, keepDimensions);
  }

  // Layers ------------------------------------------------------------------------------------------------------------

  /**
   * Matrix product of [n, k] and [k, m], either transposed first if asked; by TensorFlow's product of batches of
   * matrices, since a signal that arrives within the plain one overwrites the heap (see engine.ts).
   */
  matMul(a: Value, b: Value, transposeA = false, transposeB = false): Value {
    const shape = [a.shape[transposeA ? 1 : 0]!, b.shape[transposeB ? 0 : 1]!];
    const attributes = { ...FLOAT, adj_x: attribute.bool(transposeA), adj_y: attribute.bool(transposeB) };
    return this.one('BatchMatMulV2', [a, b], attributes, shape);
  }

  /**
   * Convolution of [batch, height, width, in] with [k, k, in, out], zero padding of `padding` pixels on every side, as
   * PyTorch has it (TensorFlow's SAME differs from it at stride 2).
   */
  conv2d(x: Value, kernel: Value, stride = 1, padding = (kernel.shape[0]! - 1) / 2): Value {
    if (x.shape[3] !== kernel.shape[2]) {
      throw new Error(`A convolution of ${kernel.shape[2]} input channels got a feature map of ${x.shape[3]}.`);
    }
    // A 1 × 1 kernel sees every stride-th pixel only. Left to oneDNN 3.5, the kernel's gradient overwrites memory that is not its own
    // (AVX2, channels that are not a multiple of 8).
    if (stride > 1 && kernel.shape[0] === 1 && kernel.shape[1] === 1 && padding === 0) return this.conv2d(this.averagePool(x, 1, stride), kernel);
    const size = (length: number, k: number): number => Math.floor((length + 2 * padding - k) / stride) + 1;
    const shape = [x.shape[0]!, size(x.shape[1]!, kernel.shape[0]!), size(x.shape[2]!, kernel.shape[1]!), kernel.shape[3]!];
    if (isSame(kernel.shape, stride, padding)) return this.one('Conv2D', [x, kernel], convolutionAttributes(stride, 'SAME'), shape);
    // TensorFlow's own padding of given widths would keep its gradients from oneDNN's kernels, which are several times faster.
    return this.one('Conv2D', [this.pad(x, padding), kernel], convolutionAttributes(stride, 'VALID'), shape);
  }

  /** Adjoint of {@link conv2d} in its first argument: from outputs [batch, h, w, out] to inputs of the given shape. */
  conv2dTranspose(y: Value, kernel: Value, inputShape: Shape, stride = 1, padding = (kernel.shape[0]! - 1) / 2): Value {
    if (isSame(kernel.shape, stride, padding)) return this.conv2dInputGradient(inputShape, kernel, y, convolutionAttributes(stride, 'SAME'));
    return this.crop(this.conv2dInputGradient(padded(inputShape, padding), kernel, y, convolutionAttributes(stride, 'VALID')), padding);
  }

  /** Puts `border` rows and columns of zeros, or of another number, around every feature map. */
  pad(x: Value, border: number, value = 0): Value {
    if (border === 0) return x;
    const widths = this.constant([0, 0, border, border, border, border, 0, 0], [4, 2], 'int32');
    const attributes = { ...FLOAT, Tpaddings: attribute.type('int32') };
    if (value === 0) return this.one('Pad', [x, widths], attributes, padded(x.shape, border));
    return this.one('PadV2', [x, widths, this.scalar(value)], attributes, padded(x.shape, border));
  }

  /** Takes `border` rows and columns off every side of every feature map. */
  crop(x: Value, border: number): Value {
    if (border === 0) return x;
    const shape = padded(x.shape, -border);
    const begin = this.constant([0, border, border, 0], [4], 'int32');
    return this.one('Slice', [x, begin, this.constant(shape, [4], 'int32')], { ...FLOAT, Index: attribute.type('int32') }, shape);
  }

  /**
   * Adds a bias [channels] to the last axis; by a plain addition, since graphs merge TensorFlow's BiasAdd into the
   * convolution before it, which rounds differently.
   */
  biasAdd(x: Value, bias: Value): Value {
    return this.add(x, bias);
  }

  /** Average over windows of size × size, one every `stride` pixels, so that they do not overlap; what does not fill a window is left out. */
  averagePool(x: Value, size: number, stride = size): Value {
    if (stride < size) throw new Error(`Windows of ${size} pixels that begin every ${stride} pixels overlap.`);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const windows = (length: number): number => Math.floor((length - size) / stride) + 1;
    return this.one('AvgPool', [x], poolAttributes(size, stride), [batch, windows(height), windows(width), channels]);
  }

  /** Largest number of windows of size × size, one every `stride` pixels, of a map with a border of `padding` pixels that are never the largest. */
  maxPool(x: Value, size: number, stride: number, padding = 0): Value {
    if (padding > 0) return this.maxPool(this.pad(x, padding, -Infinity), size, stride);
    const [batch, height, width, channels] = x.shape as [number, number, number, number];
    const windows = (length: number): number => Math.floor((length - size) / stride) + 1;
    return this.one('MaxPool', [x], poolAttributes(size, stride), [batch, windows(height), windows(width), channels]);
  }

  /**
   * Batch normalization with the batch's own statistics; the running statistics move towards them by
   * `momentum` (PyTorch's convention: 0.1 keeps nine tenths of the old value).
   */
  batchNormTraining(x: Value, scale: Value, shift: Value, mean: Value, variance: Value, epsilon: number, momentum: number): NormalizedBatch {
    const channels = float(scale.shape);
    const attributes = { ...batchNormAttributes(epsilon, true), exponential_avg_factor: attribute.float(momentum) };
    const outputs = [float(x.shape), channels, channels, channels, channels, float([0])];
    const [value, newMean, newVariance] = this.call('FusedBatchNormV3', [x, scale, shift, mean, variance], attributes, outputs);
    return { value: value!, mean: newMean!, variance: newVariance! };
  }

  /** Batch normalization with stored statistics. */
  batchNormInference(x: Value, scale: Value, shift: Value, mean: Value, variance: Value, epsilon: number): Value {
    const channels = float(scale.shape);
    const attributes = { ...batchNormAttributes(epsilon, false), exponential_avg_factor: attribute.float(1) };
    const outputs = [float(x.shape), channels, channels, channels, channels, float([0])];
    return this.call('FusedBatchNormV3', [x, scale, shift, mean, variance], attributes, outputs)[0]!;
  }

  /** Cross-entropy of each sample, [batch], from logits [batch, classes] and int32 labels [batch]. */
  softmaxCrossEntropy(logits: Value, labels: Value): Value {
    const attributes = { ...FLOAT, Tlabels: attribute.type('int32') };
    const outputs = [float([logits.shape[0]!]), float(logits.shape)];
    return this.call('SparseSoftmaxCrossEntropyWithLogits', [logits, labels], attributes, outputs)[0]!;
  }

  /**
   * Cross-entropy of each sample's n classes, [batch], from logits [batch, classes] and int32 labels [batch, n]: with a
   * probability σ(z) for every class, the sum over classes of −log σ(z) or −log(1 − σ(z)), which is Σ softplus(s z) with s = −1
   * for the sample's classes and 1 for the others.
   */
  sigmoidCrossEntropy(logits: Value, labels: Value): Value {
    const chosen = this.sum(this.oneHot(labels, logits.shape[1]!), [1]);
    const signs = this.add(this.scale(chosen, -2), this.scalar(1));
    return this.sum(this.softplus(this.mul(logits, signs)), [1]);
  }

  /** 1 at each label and 0 elsewhere, [..., classes], from int32 labels [...]. */
  oneHot(labels: Value, classes: number): Value {
    const attributes = { ...FLOAT, TI: attribute.type('int32'), axis: attribute.int(-1) };
    return this.one('OneHot', [labels, this.constant([classes], [], 'int32'), this.scalar(1), this.scalar(0)], attributes, [...labels.shape, classes]);
  }

  // Gradient kernels: used by the table of gradients ------------------------------------------------------------------

  conv2dInputGradient(inputShape: Shape, kernel: Value, outputGradient: Value, attributes: Attributes): Value {
    const sizes = this.constant(inputShape, [4], 'int32');
    return this.one('Conv2DBackpropInput', [sizes, kernel, outputGradient], attributes, inputShape);
  }

  conv2dKernelGradient(x: Value, kernelShape: Shape, outputGradient: Value, attributes: Attributes): Value {
    const sizes = this.constant(kernelShape, [4], 'int32');
    return this.one('Conv2DBackpropFilter', [x, sizes, outputGradient], attributes, kernelShape);
  }

  averagePoolGradient(inputShape: Shape, outputGradient: Value, attributes: Attributes): Value {
    const sizes = this.constant(inputShape, [4], 'int32');
    return this.one('AvgPoolGrad', [sizes, outputGradient], attributes, inputShape);
  }

  /** The whole gradient of a window goes to the first of its largest numbers. */
  maxPoolGradient(x: Value, output: Value, outputGradient: Value, attributes: Attributes): Value {
    return this.one('MaxPoolGrad', [x, output, outputGradient], attributes, x.shape);
  }

  reluGradient(outputGradient: Value, output: Value): Value {
    return this.one('ReluGrad', [outputGradient, output], FLOAT, output.shape);
  }

  softplusGradient(outputGradient: Value, x: Value): Value {
    return this.one('SoftplusGrad', [outputGradient, x], FLOAT, x.shape);
  }

  /** Gradients of {@link batchNormTraining} or {@link batchNormInference}: of the input, the scale and the shift. */
  batchNormGradient(forward: Call, outputGradient: Value): [Value, Value, Value] {
    const [x, scale, , mean, variance] = forward.inputs as [Value, Value, Value, Value, Value];
    const training = forward.attributes.is_training?.value === true;
    const saved = training ? forward.outputs.slice(3, 6) : [mean, variance, this.constant([], [0])];
    const { exponential_avg_factor: _, ...attributes } = forward.attributes;
    const outputs = [float(x.shape), float(scale.shape), float(scale.shape), float([0]), float([0])];
    const [dx, dScale, dShift] = this.call('FusedBatchNormGradV3', [outputGradient, x, scale, ...saved], attributes, outputs);
    return [dx!, dScale!, dShift!];
  }
}

/** Whether TensorFlow's SAME is the padding asked for: it is at stride 1, where both keep the map's size. */
function isSame(kernelShape: Shape, stride: number, padding: number): boolean {
  return stride === 1 && kernelShape[0] === 2 * padding + 1 && kernelShape[1] === 2 * padding + 1;
}

/** Shape of feature maps with a border around each. */
function padded(shape: Shape, border: number): Shape {
  return [shape[0]!, shape[1]! + 2 * border, shape[2]! + 2 * border, shape[3]!];
}

function convolutionAttributes(stride: number, padding: 'SAME' | 'VALID'): Attributes {
  return {
    ...FLOAT,
    strides: attribute.ints([1, stride, stride, 1]),
    use_cudnn_on_gpu: attribute.bool(true),
    padding: attribute.string(padding),
    data_format: attribute.string('NHWC'),
    dilations: attribute.ints([1, 1, 1, 1]),
  };
}

function poolAttributes(size: number, stride: number): Attributes {
  return {
    ...FLOAT,
    ksize: attribute.ints([1, size, size, 1]),
    strides: attribute.ints([1, stride, stride, 1]),
    padding: attribute.string('VALID'),
    data_format: attribute.string('NHWC'),
  };
}

function batchNormAttributes(epsilon: number, training: boolean): Attributes {
  return {
    ...FLOAT,
    U: attribute.type('float32'),
    epsilon: attribute.float(epsilon),
    data_format: attribute.string('NHWC'),
    is_training: attribute.bool(training),
  };
}
