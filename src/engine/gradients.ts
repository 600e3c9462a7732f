import type { Operations } from './operations';
import type { Call } from './tape';
import { sizeOf, type Shape, type Value } from './values';

/**
 * Gradient of one kernel: from the gradients of its outputs to those of its inputs (undefined: none).
 * `wanted` says which inputs' gradients are needed, so that costly ones can be left out.
 */
export type Gradient = (
  ops: Operations,
  call: Call,
  outputGradients: readonly (Value | undefined)[],
  wanted: readonly boolean[],
) => (Value | undefined)[];

/** Sums a gradient over the axes along which the value was broadcast. */
function sumTo(ops: Operations, gradient: Value, shape: Shape): Value {
  if (gradient.shape.length === shape.length && gradient.shape.every((length, i) => length === shape[i])) return gradient;
  const lead = gradient.shape.length - shape.length;
  const axes = gradient.shape.flatMap((length, i) => (i < lead || (shape[i - lead] === 1 && length !== 1) ? [i] : []));
  return ops.reshape(ops.sum(gradient, axes), shape);
}

/** The axis along which a whole consists of parts. */
function axisOfParts({ shape }: Value, parts: readonly Value[]): number {
  const along = (axis: number): number => parts.reduce((sum, part) => sum + part.shape[axis]!, 0);
  return shape.findIndex((length, axis) => along(axis) === length && parts.every((part) => part.shape.every((each, i) => i === axis || each === shape[i])));
}

const first = (values: readonly (Value | undefined)[]): Value => values[0]!;

/** The gradients of all kernels that networks use, by the kernel's name. */
export const GRADIENTS: Readonly<Record<string, Gradient>> = {
  AddV2: (ops, { inputs }, [dy], wanted) => inputs.map((input, i) => (wanted[i] ? sumTo(ops, dy!, input.shape) : undefined)),
  Sub: (ops, { inputs: [a, b] }, dys, [, wantB]) => [
    sumTo(ops, first(dys), a!.shape),
    wantB ? sumTo(ops, ops.scale(first(dys), -1), b!.shape) : undefined,
  ],
  Mul: (ops, { inputs: [a, b] }, dys, [wantA, wantB]) => [
    wantA ? sumTo(ops, ops.mul(first(dys), b!), a!.shape) : undefined,
    wantB ? sumTo(ops, ops.mul(first(dys), a!), b!.shape) : undefined,
  ],
  RealDiv: (ops, { inputs: [a, b], outputs: [y] }, dys, [wantA, wantB]) => {
    const overB = ops.div(first(dys), b!);
    return [wantA ? sumTo(ops, overB, a!.shape) : undefined, wantB ? sumTo(ops, ops.scale(ops.mul(overB, y!), -1), b!.shape) : undefined];
  },
  // The part (1 ± sign(a − b)) / 2 of the gradient.
  Maximum: (ops, { inputs: [a, b] }, dys, [wantA, wantB]) => {
    const sign = ops.sign(ops.sub(a!, b!));
    const part = (factor: number): Value => ops.mul(first(dys), ops.add(ops.scale(sign, factor), ops.scalar(0.5)));
    return [wantA ? sumTo(ops, part(0.5), a!.shape) : undefined, wantB ? sumTo(ops, part(-0.5), b!.shape) : undefined];
  },
  Exp: (ops, { outputs: [y] }, dys) => [ops.mul(first(dys), y!)],
  Log: (ops, { inputs: [x] }, dys) => [ops.div(first(dys), x!)],
  // d/dx tanh x = 1 − y²
  Tanh: (ops, { outputs: [y] }, dys) => [ops.mul(first(dys), ops.sub(ops.scalar(1), ops.square(y!)))],
  // d/dx σ(x) = y (1 − y)
  Sigmoid: (ops, { outputs: [y] }, dys) => [ops.mul(first(dys), ops.mul(y!, ops.sub(ops.scalar(1), y!)))],
  // d/dx erf x = 2/√π e^(−x²)
  Erf: (ops, { inputs: [x] }, dys) => [ops.mul(first(dys), ops.scale(ops.exp(ops.scale(ops.square(x!), -1)), 2 / Math.sqrt(Math.PI)))],
  // d/dx √x = 1/2 y
  Sqrt: (ops, { outputs: [y] }, dys) => [ops.div(ops.scale(first(dys), 0.5), y!)],
  Square: (ops, { inputs: [x] }, dys) => [ops.mul(first(dys), ops.scale(x!, 2))],
  // d/dx x^(-1/2) = -1/2 y^3
  Rsqrt: (ops, { outputs: [y] }, dys) => [ops.mul(first(dys), ops.scale(ops.mul(y!, ops.square(y!)), -0.5))],
  // dx = y (dy − Σ dy y), summed over the classes
  Softmax: (ops, { outputs: [y] }, dys) => {
    const mean = ops.sum(ops.mul(first(dys), y!), [y!.shape.length - 1], true);
    return [ops.mul(y!, ops.sub(first(dys), mean))];
  },
  Softplus: (ops, { inputs: [x] }, dys) => [ops.softplusGradient(first(dys), x!)],
  Relu: (ops, { outputs: [y] }, dys) => [ops.reluGradient(first(dys), y!)],
  Reshape: (ops, { inputs: [x] }, dys) => [ops.reshape(first(dys), x!.shape), undefined],
  BroadcastTo: (ops, { inputs: [x] }, dys) => [sumTo(ops, first(dys), x!.shape), undefined],
  Transpose: (ops, { inputs: [x, order] }, dys) => [ops.transposeBack(first(dys), order!, x!.shape), undefined],
  ConcatV2: (ops, { inputs, outputs: [y] }, dys) => {
    const parts = inputs.slice(0, -1);
    const axis = axisOfParts(y!, parts);
    return [...ops.split(first(dys), parts.map(({ shape }) => shape[axis]!), axis), undefined];
  },
  SplitV: (ops, { inputs: [x], outputs }, dys) => {
    const zero = ops.scalar(0);
    return [ops.concat(outputs.map((part, i) => dys[i] ?? ops.broadcastTo(zero, part.shape)), axisOfParts(x!, outputs)), undefined, undefined];
  },
  StridedSlice: (ops, { inputs: [x, ...places] }, dys) => [ops.sliceGradient(x!.shape, places, first(dys)), undefined, undefined, undefined],
  GatherV2: (ops, { inputs: [x, places] }, dys) => [ops.gatherGradient(x!.shape[0]!, places!, first(dys)), undefined, undefined],
  Sum: (ops, { inputs: [x] }, dys) => [ops.broadcastTo(first(dys), x!.shape), undefined],
  Mean: (ops, { inputs: [x], outputs: [y] }, dys) => {
    const count = sizeOf(x!.shape) / sizeOf(y!.shape);
    return [ops.broadcastTo(ops.scale(first(dys), 1 / count), x!.shape), undefined];
  },
  BatchMatMulV2: (ops, { inputs: [a, b], attributes }, dys, [wantA, wantB]) => {
    const [transposedA, transposedB] = [attributes.adj_x?.value === true, attributes.adj_y?.value === true];
    const dy = first(dys);
    return [
      wantA ? sumTo(ops, transposedA ? ops.matMul(b!, dy, transposedB, true) : ops.matMul(dy, b!, false, !transposedB), a!.shape) : undefined,
      wantB ? sumTo(ops, transposedB ? ops.matMul(dy, a!, true, transposedA) : ops.matMul(a!, dy, !transposedA, false), b!.shape) : undefined,
    ];
  },
  Conv2D: (ops, { inputs: [x, kernel], attributes }, dys, [wantX, wantKernel]) => [
    wantX ? ops.conv2dInputGradient(x!.shape, kernel!, first(dys), attributes) : undefined,
    wantKernel ? ops.conv2dKernelGradient(x!, kernel!.shape, first(dys), attributes) : undefined,
  ],
  PadV2: (ops, { inputs: [x], outputs: [y] }, dys) => [ops.crop(first(dys), (y!.shape[1]! - x!.shape[1]!) / 2), undefined, undefined],
  Pad: (ops, { inputs: [x], outputs: [y] }, dys) => [ops.crop(first(dys), (y!.shape[1]! - x!.shape[1]!) / 2), undefined],
  AvgPool: (ops, { inputs: [x], attributes }, dys) => [ops.averagePoolGradient(x!.shape, first(dys), attributes)],
  MaxPool: (ops, { inputs: [x], outputs: [y], attributes }, dys) => [ops.maxPoolGradient(x!, y!, first(dys), attributes)],
  FusedBatchNormV3: (ops, call, dys) => [...ops.batchNormGradient(call, first(dys)), undefined, undefined],
  // The kernel's second output is the gradient of each sample's loss with respect to its logits.
  SparseSoftmaxCrossEntropyWithLogits: (ops, { outputs: [, backprop] }, dys) => [
    ops.mul(backprop!, ops.reshape(first(dys), [first(dys).shape[0]!, 1])),
    undefined,
  ],
};
