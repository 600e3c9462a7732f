import type * as tfc from '@tensorflow/tfjs-core';
import { Constants } from './constants';
import type { Attributes, KernelRunner } from './kernels';
import { tensorOf } from './tensors';
import { broadcastShape, type ElementType, type Shape, type Value, type ValueType } from './values';

type Tensor4D = tfc.Tensor4D;
type PortableKernel = (tf: typeof tfc, inputs: readonly tfc.Tensor[], attributes: Attributes) => tfc.Tensor[];

const numbers = (attributes: Attributes, name: string): readonly number[] => attributes[name]?.value as readonly number[];
const stride = (attributes: Attributes): number => numbers(attributes, 'strides')[1]!;

/** Zero padding on each side of a feature map for a kernel of the given size. */
function padding(attributes: Attributes, kernelSize: number): number {
  return attributes.padding?.value === 'SAME' ? (kernelSize - 1) / 2 : 0;
}

const pad = (tf: typeof tfc, x: tfc.Tensor, p: number): Tensor4D => tf.pad(x, [[0, 0], [p, p], [p, p], [0, 0]]) as Tensor4D;

/** Channel statistics of a feature map, [channels]. */
function moments(tf: typeof tfc, x: tfc.Tensor): { mean: tfc.Tensor; variance: tfc.Tensor; count: number } {
  const { mean, variance } = tf.moments(x, [0, 1, 2]);
  return { mean, variance, count: x.size / mean.size };
}

function conv2d(tf: typeof tfc, x: tfc.Tensor, kernel: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  return tf.conv2d(pad(tf, x, padding(attributes, kernel.shape[0])), kernel as Tensor4D, stride(attributes), 'valid');
}

/** The input's gradient on the padded input, its border cut off. */
function conv2dInputGradient(tf: typeof tfc, sizes: tfc.Tensor, kernel: tfc.Tensor, dy: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  const [batch, height, width, channels] = Array.from(sizes.dataSync()) as [number, number, number, number];
  const p = padding(attributes, kernel.shape[0]);
  const padded: [number, number, number, number] = [batch, height + 2 * p, width + 2 * p, channels];
  const full = tf.conv2dTranspose(dy as Tensor4D, kernel as Tensor4D, padded, stride(attributes), 'valid');
  return tf.slice(full, [0, p, p, 0], [batch, height, width, channels]);
}

/** One matrix product for each position of the kernel: the WebAssembly back end has no kernel for this gradient. */
function conv2dKernelGradient(tf: typeof tfc, x: tfc.Tensor, sizes: tfc.Tensor, dy: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  const [height, width, inputs, outputs] = Array.from(sizes.dataSync()) as [number, number, number, number];
  const s = stride(attributes);
  const padded = pad(tf, x, padding(attributes, height));
  const [batch, rows, columns] = dy.shape as [number, number, number];
  const flatGradient = tf.reshape(dy, [-1, outputs]);
  const slices: tfc.Tensor[] = [];
  for (let i = 0; i < height; i++) {
    for (let j = 0; j < width; j++) {
      const end = [batch, i + (rows - 1) * s + 1, j + (columns - 1) * s + 1, inputs];
      const seen = tf.stridedSlice(padded, [0, i, j, 0], end, [1, s, s, 1]);
      slices.push(tf.matMul(tf.reshape(seen, [-1, inputs]), flatGradient, true, false));
    }
  }
  return tf.reshape(tf.stack(slices), [height, width, inputs, outputs]);
}

function batchNorm(tf: typeof tfc, inputs: readonly tfc.Tensor[], attributes: Attributes): tfc.Tensor[] {
  const [x, scale, shift, mean, variance] = inputs as [tfc.Tensor, tfc.Tensor, tfc.Tensor, tfc.Tensor, tfc.Tensor];
  const epsilon = attributes.epsilon?.value as number;
  const normalize = (m: tfc.Tensor, v: tfc.Tensor): tfc.Tensor =>
    tf.add(tf.mul(tf.mul(tf.sub(x, m), tf.rsqrt(tf.add(v, epsilon))), scale), shift);
  const nothing = tf.tensor1d([]);
  if (attributes.is_training?.value !== true) return [normalize(mean, variance), mean, variance, mean, variance, nothing];
  const momentum = attributes.exponential_avg_factor?.value as number;
  const batch = moments(tf, x);
  const unbiased = tf.mul(batch.variance, batch.count / Math.max(1, batch.count - 1));
  const move = (old: tfc.Tensor, now: tfc.Tensor): tfc.Tensor => tf.add(tf.mul(old, 1 - momentum), tf.mul(now, momentum));
  return [normalize(batch.mean, batch.variance), move(mean, batch.mean), move(variance, unbiased), batch.mean, batch.variance, nothing];
}

/** With x̂ the normalized input and n values a channel: dx = γ/√(v+ε) (dy − mean(dy) − x̂ mean(dy x̂)); constant statistics have no means. */
function batchNormGradient(tf: typeof tfc, inputs: readonly tfc.Tensor[], attributes: Attributes): tfc.Tensor[] {
  const [dy, x, scale, mean, variance] = inputs as [tfc.Tensor, tfc.Tensor, tfc.Tensor, tfc.Tensor, tfc.Tensor];
  const inverse = tf.rsqrt(tf.add(variance, attributes.epsilon?.value as number));
  const normalized = tf.mul(tf.sub(x, mean), inverse);
  const dScale = tf.sum(tf.mul(dy, normalized), [0, 1, 2]);
  const dShift = tf.sum(dy, [0, 1, 2]);
  const count = x.size / scale.size;
  const centred =
    attributes.is_training?.value === true
      ? tf.sub(tf.sub(dy, tf.div(dShift, count)), tf.mul(normalized, tf.div(dScale, count)))
      : dy;
  const nothing = tf.tensor1d([]);
  return [tf.mul(centred, tf.mul(scale, inverse)), dScale, dShift, nothing, nothing];
}

function averagePool(tf: typeof tfc, x: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  return tf.avgPool(x as Tensor4D, numbers(attributes, 'ksize')[1]!, stride(attributes), 'valid');
}

/** Every pixel of a window gets the window's gradient, divided by the number of its pixels; those between windows get 0. */
function averagePoolGradient(tf: typeof tfc, sizes: tfc.Tensor, dy: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  const size = numbers(attributes, 'ksize')[1]!;
  const s = stride(attributes);
  const [batch, height, width, channels] = Array.from(sizes.dataSync()) as [number, number, number, number];
  const [, rows, columns] = dy.shape as [number, number, number];
  const wide = tf.pad(tf.tile(tf.reshape(dy, [batch * rows * columns, channels]), [1, size]), [[0, 0], [0, (s - size) * channels]]);
  const spread = tf.pad(tf.tile(tf.reshape(wide, [batch * rows, columns * s * channels]), [1, size]), [[0, 0], [0, (s - size) * columns * s * channels]]);
  const whole = tf.pad(tf.reshape(spread, [batch, rows * s, columns * s, channels]), [[0, 0], [0, Math.max(0, height - rows * s)], [0, Math.max(0, width - columns * s)], [0, 0]]);
  return tf.div(tf.slice(whole, [0, 0, 0, 0], [batch, height, width, channels]), size * size);
}

function maxPool(tf: typeof tfc, x: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  return tf.maxPool(x as Tensor4D, numbers(attributes, 'ksize')[1]!, stride(attributes), 'valid');
}

/** Place by place of a window: where its number is the largest and none before it was, it gets the window's gradient. */
function maxPoolGradient(tf: typeof tfc, x: tfc.Tensor, y: tfc.Tensor, dy: tfc.Tensor, attributes: Attributes): tfc.Tensor {
  const size = numbers(attributes, 'ksize')[1]!;
  const s = stride(attributes);
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const [, rows, columns] = y.shape as [number, number, number];
  // One number every s pixels, from pixel (i, j) on, zeros between them.
  const spread = (gradient: tfc.Tensor, i: number, j: number): tfc.Tensor => {
    const wide = tf.pad(tf.reshape(gradient, [batch * rows * columns, channels]), [[0, 0], [0, (s - 1) * channels]]);
    const high = tf.pad(tf.reshape(wide, [batch * rows, columns * s * channels]), [[0, 0], [0, (s - 1) * columns * s * channels]]);
    const whole = tf.reshape(high, [batch, rows * s, columns * s, channels]);
    const shifted = tf.pad(whole, [[0, 0], [i, Math.max(0, height - rows * s - i)], [j, Math.max(0, width - columns * s - j)], [0, 0]]);
    return tf.slice(shifted, [0, 0, 0, 0], [batch, height, width, channels]);
  };
  let free: tfc.Tensor = tf.onesLike(y);
  let sum: tfc.Tensor = tf.zerosLike(x);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      const seen = tf.stridedSlice(x, [0, i, j, 0], [batch, i + (rows - 1) * s + 1, j + (columns - 1) * s + 1, channels], [1, s, s, 1]);
      const chosen = tf.mul(free, tf.cast(tf.equal(seen, y), 'float32'));
      free = tf.sub(free, chosen);
      sum = tf.add(sum, spread(tf.mul(chosen, dy), i, j));
    }
  }
  return sum;
}

function softmaxCrossEntropy(tf: typeof tfc, logits: tfc.Tensor, labels: tfc.Tensor): tfc.Tensor[] {
  const target = tf.oneHot(tf.cast(labels, 'int32'), logits.shape[1]!);
  const logProbability = tf.logSoftmax(logits);
  return [tf.neg(tf.sum(tf.mul(target, logProbability), 1)), tf.sub(tf.exp(logProbability), target)];
}

const integers = (tensor: tfc.Tensor): number[] => Array.from(tensor.dataSync());
const inPairs = (numbers: number[]): [number, number][] => Array.from({ length: numbers.length / 2 }, (_, i) => [numbers[2 * i]!, numbers[2 * i + 1]!]);

const lengths = (begin: tfc.Tensor, end: tfc.Tensor): number[] => integers(end).map((to, i) => to - integers(begin)[i]!);
const inverse = (order: readonly number[]): number[] => order.map((_, i) => order.indexOf(i));

/** By a product with the places' one-hot vectors. */
function segmentSum(tf: typeof tfc, dy: tfc.Tensor, places: tfc.Tensor, count: number): tfc.Tensor {
  const chosen = tf.cast(tf.oneHot(tf.cast(tf.reshape(places, [places.size]), 'int32'), count), 'float32');
  const rest = dy.shape.slice(places.shape.length);
  return tf.reshape(tf.matMul(chosen, tf.reshape(dy, [places.size, dy.size / places.size]), true), [count, ...rest]);
}

/** TensorFlow's kernels, by name, in tfjs's own operations. */
const KERNELS: Readonly<Record<string, PortableKernel>> = {
  AddV2: (tf, [a, b]) => [tf.add(a!, b!)],
  Sub: (tf, [a, b]) => [tf.sub(a!, b!)],
  Mul: (tf, [a, b]) => [tf.mul(a!, b!)],
  RealDiv: (tf, [a, b]) => [tf.div(a!, b!)],
  Maximum: (tf, [a, b]) => [tf.maximum(a!, b!)],
  Exp: (tf, [x]) => [tf.exp(x!)],
  Log: (tf, [x]) => [tf.log(x!)],
  Tanh: (tf, [x]) => [tf.tanh(x!)],
  Sigmoid: (tf, [x]) => [tf.sigmoid(x!)],
  Erf: (tf, [x]) => [tf.erf(x!)],
  Sign: (tf, [x]) => [tf.sub(tf.step(x!), tf.step(tf.neg(x!)))],
  Relu: (tf, [x]) => [tf.relu(x!)],
  ReluGrad: (tf, [dy, y]) => [tf.mul(dy!, tf.step(y!))],
  Square: (tf, [x]) => [tf.square(x!)],
  Sqrt: (tf, [x]) => [tf.sqrt(x!)],
  Rsqrt: (tf, [x]) => [tf.rsqrt(x!)],
  Softplus: (tf, [x]) => [tf.softplus(x!)],
  SoftplusGrad: (tf, [dy, x]) => [tf.mul(dy!, tf.sigmoid(x!))],
  // As int32 first: the WebAssembly back end writes an integer's bits where a float is asked for.
  OneHot: (tf, [labels, depth]) => [tf.cast(tf.oneHot(tf.cast(labels!, 'int32'), integers(depth!)[0]!), 'float32')],
  Softmax: (tf, [x]) => [tf.softmax(x!)],
  Reshape: (tf, [x, shape]) => [tf.reshape(x!, integers(shape!))],
  BroadcastTo: (tf, [x, shape]) => [tf.broadcastTo(x!, integers(shape!))],
  Sum: (tf, [x, reduced]) => [tf.sum(x!, integers(reduced!), true)],
  Mean: (tf, [x, reduced]) => [tf.mean(x!, integers(reduced!), true)],
  BatchMatMulV2: (tf, [a, b], attributes) => {
    // tfjs's own broadcasting gets axes wrong that only one of them has.
    const batch = broadcastShape(a!.shape.slice(0, -2), b!.shape.slice(0, -2));
    const [wideA, wideB] = [a!, b!].map((x) => (x.shape.length - 2 === batch.length && batch.every((length, i) => length === x.shape[i]) ? x : tf.broadcastTo(x, [...batch, ...x.shape.slice(-2)])));
    return [tf.matMul(wideA!, wideB!, attributes.adj_x?.value === true, attributes.adj_y?.value === true)];
  },
  Conv2D: (tf, [x, kernel], attributes) => [conv2d(tf, x!, kernel!, attributes)],
  Conv2DBackpropInput: (tf, [sizes, kernel, dy], attributes) => [conv2dInputGradient(tf, sizes!, kernel!, dy!, attributes)],
  Conv2DBackpropFilter: (tf, [x, sizes, dy], attributes) => [conv2dKernelGradient(tf, x!, sizes!, dy!, attributes)],
  Pad: (tf, [x, widths]) => [tf.pad(x!, inPairs(integers(widths!)))],
  ConcatV2: (tf, inputs) => [tf.concat(inputs.slice(0, -1), integers(inputs[inputs.length - 1]!)[0])],
  SplitV: (tf, [x, lengths, axis]) => tf.split(x!, integers(lengths!), integers(axis!)[0]),
  Transpose: (tf, [x, order]) => [tf.transpose(x!, integers(order!))],
  InvertPermutation: (tf, [order]) => [tf.tensor1d(inverse(integers(order!)), 'int32')],
  StridedSlice: (tf, [x, begin, end]) => [tf.slice(x!, integers(begin!), lengths(begin!, end!))],
  // Zeros before and behind.
  StridedSliceGrad: (tf, [shape, begin, end, , dy]) => [tf.pad(dy!, integers(shape!).map((length, i): [number, number] => [integers(begin!)[i]!, length - integers(end!)[i]!]))],
  GatherV2: (tf, [x, places]) => [tf.gather(x!, tf.cast(places!, 'int32'))],
  UnsortedSegmentSum: (tf, [dy, places, count]) => [segmentSum(tf, dy!, places!, integers(count!)[0]!)],
  Slice: (tf, [x, begin, size]) => [tf.slice(x!, integers(begin!), integers(size!))],
  AvgPool: (tf, [x], attributes) => [averagePool(tf, x!, attributes)],
  AvgPoolGrad: (tf, [sizes, dy], attributes) => [averagePoolGradient(tf, sizes!, dy!, attributes)],
  PadV2: (tf, [x, widths, value]) => [tf.pad(x!, inPairs(integers(widths!)), value!.dataSync()[0])],
  MaxPool: (tf, [x], attributes) => [maxPool(tf, x!, attributes)],
  MaxPoolGrad: (tf, [x, y, dy], attributes) => [maxPoolGradient(tf, x!, y!, dy!, attributes)],
  FusedBatchNormV3: batchNorm,
  FusedBatchNormGradV3: batchNormGradient,
  SparseSoftmaxCrossEntropyWithLogits: (tf, [logits, labels]) => softmaxCrossEntropy(tf, logits!, labels!),
};

/** Runs kernels on tfjs's WebAssembly or pure JavaScript back end, where there is no native library. */
export class PortableKernels implements KernelRunner {
  private readonly constants: Constants;

  constructor(private readonly tf: typeof tfc) {
    this.constants = new Constants(tf);
  }

  run(kernel: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly ValueType[]): Value[] {
    const portable = KERNELS[kernel];
    if (!portable) throw new Error(`The kernel ${kernel} has no portable form; add one to src/engine/portable-kernels.ts.`);
    const results = this.tf.tidy(() => portable(this.tf, inputs.map(tensorOf), attributes));
    if (results.length !== outputs.length) throw new Error(`${kernel} gave ${results.length} results instead of ${outputs.length}.`);
    return results;
  }

  scope(f: () => Value): Value {
    return this.tf.tidy(() => tensorOf(f()));
  }

  constant(values: readonly number[], shape: Shape, dtype: ElementType): Value {
    return this.constants.get(values, shape, dtype);
  }
}
