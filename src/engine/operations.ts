import { attribute, FLOAT, type Attributes, type KernelRunner } from './kernels';
import type { Call } from './tape';
import { axisOf, broadcastShape, sizeOf, type ElementType, type Shape, type Value, type ValueType } from './values';

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
 * differentiation. All values are float32 unless said otherwise. An axis below 0 is counted from the end.
 *
 * | operations | gradient | eager | as a graph |
 * | --- | --- | --- | --- |
 * | `add`, `sub`, `mul`, `div`, `maximum`, `scale`, `addAll`, `exp`, `log`, `tanh`, `sigmoid`, `erf`, `gelu`, `relu`, `square`, `sqrt`, `rsqrt`, `softplus` | yes | yes | yes |
 * | `reshape`, `broadcastTo`, `transpose`, `concat`, `split`, `slice`, `gather` (in its values), `sum`, `mean`, `pad` | yes | yes | yes |
 * | `matMul` (of any rank from 2 on), `biasAdd`, `conv2d`, `averagePool`, `maxPool`, `batchNormTraining`, `batchNormInference`, `layerNorm`, `softmax` | yes | yes | yes |
 * | `softmaxCrossEntropy`, `sigmoidCrossEntropy` (in their logits) | yes | yes | yes |
 * | `sign`, `oneHot`, `crop`, `conv2dTranspose` | no | yes | yes |
 *
 * "Eager" is every engine: native, WebAssembly and JavaScript; graphs need the native one.
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

  /** The larger of two numbers; of equal ones each gets half of the gradient. */
  maximum(a: Value, b: Value): Value {
    return this.binary('Maximum', a, b);
  }

  scale(a: Value, factor: number): Value {
    return this.mul(a, this.scalar(factor));
  }

  private unary(kernel: string, x: Value): Value {
    return this.one(kernel, [x], FLOAT, x.shape);
  }

  exp(x: Value): Value {
    return this.unary('Exp', x);
  }

  /** Natural logarithm. */
  log(x: Value): Value {
    return this.unary('Log', x);
  }

  tanh(x: Value): Value {
    return this.unary('Tanh', x);
  }

  sigmoid(x: Value): Value {
    return this.unary('Sigmoid', x);
  }

  /** Gauss's error function. */
  erf(x: Value): Value {
    return this.unary('Erf', x);
  }

  /** x Φ(x) with the normal distribution function Φ, as PyTorch's GELU without approximation. */
  gelu(x: Value): Value {
    return this.mul(this.scale(x, 0.5), this.add(this.erf(this.scale(x, Math.SQRT1_2)), this.scalar(1)));
  }

  /** −1, 0 or 1; it has no gradient. */
  sign(x: Value): Value {
    return this.unary('Sign', x);
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

  /** The axes in another order: axis i of the result is axis `order[i]` of x; by default the last two change places. */
  transpose(x: Value, order: readonly number[] = swappedLast(x.shape.length)): Value {
    const axes = order.map((axis) => axisOf(axis, x.shape));
    if (new Set(axes).size !== x.shape.length || axes.length !== x.shape.length) throw new Error(`[${order.join()}] is no order of the axes of [${x.shape.join()}].`);
    const attributes = { ...FLOAT, Tperm: attribute.type('int32') };
    return this.one('Transpose', [x, this.constant(axes, [axes.length], 'int32')], attributes, axes.map((axis) => x.shape[axis]!));
  }

  /** Values one behind the other along an axis; their other axes are equally long. */
  concat(values: readonly Value[], axis = 0): Value {
    const [first, ...others] = values;
    if (!first) throw new Error('concat needs at least one value.');
    if (others.length === 0) return first; // the kernel wants two
    const along = axisOf(axis, first.shape);
    const odd = others.find(({ shape }) => shape.length !== first.shape.length || shape.some((length, i) => i !== along && length !== first.shape[i]));
    if (odd) throw new Error(`[${odd.shape.join()}] cannot go behind [${first.shape.join()}] along axis ${axis}.`);
    const length = values.reduce((sum, { shape }) => sum + shape[along]!, 0);
    const attributes = { ...FLOAT, N: attribute.int(values.length), Tidx: attribute.type('int32') };
    return this.one('ConcatV2', [...values, this.constant([along], [], 'int32')], attributes, withLength(first.shape, along, length));
  }

  /** Parts of a value, of these lengths, one behind the other along an axis. */
  split(x: Value, lengths: readonly number[], axis = 0): Value[] {
    const along = axisOf(axis, x.shape);
    if (lengths.reduce((sum, length) => sum + length, 0) !== x.shape[along]) throw new Error(`Parts of ${lengths.join(' + ')} are not axis ${axis} of [${x.shape.join()}].`);
    const attributes = { ...FLOAT, Tlen: attribute.type('int32'), num_split: attribute.int(lengths.length) };
    const inputs = [x, this.constant(lengths, [lengths.length], 'int32'), this.constant([along], [], 'int32')];
    return this.call('SplitV', inputs, attributes, lengths.map((length) => float(withLength(x.shape, along, length))));
  }

  /** From each axis `size` elements from `begin` on; a begin below 0 counts from the end. */
  slice(x: Value, begin: readonly number[], size: readonly number[]): Value {
    const { shape } = x;
    const from = begin.map((start, i) => (start < 0 ? start + (shape[i] ?? 0) : start));
    const to = from.map((start, i) => start + (size[i] ?? -1));
    if (begin.length !== shape.length || size.length !== shape.length || from.some((start, i) => start < 0 || to[i]! < start || to[i]! > shape[i]!)) {
      throw new Error(`There is no slice of [${size.join()}] from [${begin.join()}] on in [${shape.join()}].`);
    }
    const inputs = [from, to, from.map(() => 1)].map((numbers) => this.constant(numbers, [numbers.length], 'int32'));
    return this.one('StridedSlice', [x, ...inputs], SLICE, size);
  }

  /** The elements of an axis at these places (int32, of any shape), whose axes take the place of that axis. */
  gather(x: Value, places: Value, axis = 0): Value {
    const along = axisOf(axis, x.shape);
    const front = [along, ...x.shape.map((_, i) => i).filter((i) => i !== along)];
    const moved = along === 0 ? x : this.transpose(x, front);
    const attributes = { Tparams: attribute.type('float32'), Tindices: attribute.type('int32'), Taxis: attribute.type('int32'), batch_dims: attribute.int(0) };
    const { shape } = places;
    const gathered = this.one('GatherV2', [moved, places, this.constant([0], [], 'int32')], attributes, [...shape, ...moved.shape.slice(1)]);
    if (along === 0) return gathered;
    const n = shape.length;
    const [before, inPlace, behind] = [numbersTo(along).map((i) => n + i), numbersTo(n), numbersTo(x.shape.length - along - 1).map((i) => n + along + i)];
    return this.transpose(gathered, [...before, ...inPlace, ...behind]);
  }

  private reduce(kernel: 'Sum' | 'Mean', x: Value, named: readonly number[], keepDimensions: boolean): Value {
    const axes = named.map((axis) => axisOf(axis, x.shape));
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
   * Matrix products of [..., n, k] and [..., k, m], either transposed first if asked, where the axes before broadcast; by TensorFlow's product
   * of batches of matrices, since a signal that arrives within the plain one overwrites the heap (see engine.ts).
   */
  matMul(a: Value, b: Value, transposeA = false, transposeB = false): Value {
    if (a.shape.length < 2 || b.shape.length < 2) throw new Error(`A product needs matrices, and these are [${a.shape.join()}] and [${b.shape.join()}].`);
    const [rows, inner] = lastTwo(a.shape, transposeA);
    const [innerB, columns] = lastTwo(b.shape, transposeB);
    if (inner !== innerB) throw new Error(`Matrices of [${a.shape.join()}] and [${b.shape.join()}] have no product: their inner axes are ${inner} and ${innerB} long.`);
    const shape = [...broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2)), rows, columns];
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

  /** Layer normalization over the last axis, by its mean and its variance (with n in the denominator), then scaled and shifted by [length]. */
  layerNorm(x: Value, scale: Value, shift: Value, epsilon: number): Value {
    const centred = this.sub(x, this.mean(x, [-1], true));
    const inverse = this.rsqrt(this.add(this.mean(this.square(centred), [-1], true), this.scalar(epsilon)));
    return this.add(this.mul(this.mul(centred, inverse), scale), shift);
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

  /** Undoes {@link transpose}. */
  transposeBack(y: Value, order: Value, shape: Shape): Value {
    const [inverse] = this.call('InvertPermutation', [order], { T: attribute.type('int32') }, [{ shape: order.shape, dtype: 'int32' }]);
    return this.one('Transpose', [y, inverse!], { ...FLOAT, Tperm: attribute.type('int32') }, shape);
  }

  /** Zeros of a shape, but for a slice of them. */
  sliceGradient(inputShape: Shape, places: readonly Value[], outputGradient: Value): Value {
    return this.one('StridedSliceGrad', [this.constant(inputShape, [inputShape.length], 'int32'), ...places, outputGradient], SLICE, inputShape);
  }

  /** For each of `count` places the sum of what was gathered from there. */
  gatherGradient(count: number, places: Value, outputGradient: Value): Value {
    const attributes = { ...FLOAT, Tindices: attribute.type('int32'), Tnumsegments: attribute.type('int32') };
    const shape = [count, ...outputGradient.shape.slice(places.shape.length)];
    return this.one('UnsortedSegmentSum', [outputGradient, places, this.constant([count], [], 'int32')], attributes, shape);
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

/** Every element from a begin to an end. */
const SLICE: Attributes = {
  ...FLOAT,
  Index: attribute.type('int32'),
  ...Object.fromEntries(['begin_mask', 'end_mask', 'ellipsis_mask', 'new_axis_mask', 'shrink_axis_mask'].map((name) => [name, attribute.int(0)])),
};

const numbersTo = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

/** The order of axes in which the last two have changed places. */
function swappedLast(rank: number): number[] {
  return [...numbersTo(Math.max(0, rank - 2)), ...(rank < 2 ? numbersTo(rank) : [rank - 1, rank - 2])];
}

/** Rows and columns of matrices. */
function lastTwo(shape: Shape, transposed: boolean): [number, number] {
  const [rows, columns] = [shape[shape.length - 2]!, shape[shape.length - 1]!];
  return transposed ? [columns, rows] : [rows, columns];
}

/** A shape with another length of one axis. */
function withLength(shape: Shape, axis: number, length: number): number[] {
  return shape.map((each, i) => (i === axis ? length : each));
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
