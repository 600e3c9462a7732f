import type * as tfc from '@tensorflow/tfjs-core';
import type { KernelRunner } from '../../src/engine/kernels';
import type { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import type { Value } from '../../src/engine/values';
import { pytorchCases, tensor, tensors, type EncodedTensor, type EncodedTensors } from './pytorch';

/** An operation's result and gradients in PyTorch (test/fixtures/pytorch/operations.py). */
export interface OperationCase {
  readonly name: string;
  readonly operation: string;
  readonly options: Options;
  readonly inputs: EncodedTensors;
  readonly result: EncodedTensor;
  /** the gradients are those of sum(result · weights) */
  readonly weights: EncodedTensor;
  readonly gradients: EncodedTensors;
}

interface Options {
  readonly axes: number[];
  readonly keep: boolean;
  readonly shape: number[];
  readonly stride: number;
  readonly padding: number;
  readonly size: number;
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly order: number[];
  readonly begin: number[];
  readonly sizes: number[];
  readonly axis: number;
  readonly places?: number[];
  readonly table?: number[][];
  readonly lengths: number[];
  readonly labels: number[];
  /** of each sample */
  readonly classes: number[][];
  readonly mean: EncodedTensor;
  readonly variance: EncodedTensor;
  readonly movedMean: EncodedTensor;
  readonly movedVariance: EncodedTensor;
  readonly epsilon: number;
  readonly momentum: number;
}

export const operationCases = pytorchCases('operations') as OperationCase[];

interface Results {
  readonly value: Value;
  /** of batch normalization in training */
  readonly mean?: Value;
  readonly variance?: Value;
}

type Run = (ops: Operations, inputs: Value[], options: Options, tf: typeof tfc) => Value | Results;

/** The operations by the names that the fixtures call them. */
const OPERATIONS: Readonly<Record<string, Run>> = {
  add: (ops, [a, b]) => ops.add(a!, b!),
  sub: (ops, [a, b]) => ops.sub(a!, b!),
  mul: (ops, [a, b]) => ops.mul(a!, b!),
  addAll: (ops, values) => ops.addAll(values),
  div: (ops, [a, b]) => ops.div(a!, b!),
  maximum: (ops, [a, b]) => ops.maximum(a!, b!),
  exp: (ops, [x]) => ops.exp(x!),
  log: (ops, [x]) => ops.log(x!),
  tanh: (ops, [x]) => ops.tanh(x!),
  sigmoid: (ops, [x]) => ops.sigmoid(x!),
  erf: (ops, [x]) => ops.erf(x!),
  gelu: (ops, [x]) => ops.gelu(x!),
  sqrt: (ops, [x]) => ops.sqrt(x!),
  layerNorm: (ops, [x, scale, shift], { epsilon }) => ops.layerNorm(x!, scale!, shift!, epsilon),
  transpose: (ops, [x], { order }) => ops.transpose(x!, order),
  slice: (ops, [x], { begin, sizes }) => ops.slice(x!, begin, sizes),
  gather: (ops, [x], { axis, places, table = [places ?? []] }) =>
    ops.gather(x!, ops.constant(table.flat(), places ? [places.length] : [table.length, table[0]!.length], 'int32'), axis),
  concat: (ops, values, { axis }) => ops.concat(values, axis),
  split: (ops, [x], { axis, lengths }) => {
    const parts = ops.split(x!, lengths, axis);
    return ops.concat([parts[2]!, parts[0]!], axis);
  },
  square: (ops, [x]) => ops.square(x!),
  rsqrt: (ops, [x]) => ops.rsqrt(x!),
  relu: (ops, [x]) => ops.relu(x!),
  reshape: (ops, [x], { shape }) => ops.reshape(x!, shape),
  broadcastTo: (ops, [x], { shape }) => ops.broadcastTo(x!, shape),
  sum: (ops, [x], { axes, keep }) => ops.sum(x!, axes, keep),
  mean: (ops, [x], { axes, keep }) => ops.mean(x!, axes, keep),
  matMul: (ops, [a, b], { transposeA, transposeB }) => ops.matMul(a!, b!, transposeA, transposeB),
  biasAdd: (ops, [x, bias]) => ops.biasAdd(x!, bias!),
  conv2d: (ops, [x, kernel], { stride, padding }) => ops.conv2d(x!, kernel!, stride, padding),
  averagePool: (ops, [x], { size }) => ops.averagePool(x!, size),
  maxPool: (ops, [x], { size, stride, padding }) => ops.maxPool(x!, size, stride, padding),
  softmax: (ops, [logits]) => ops.softmax(logits!),
  softmaxCrossEntropy: (ops, [logits], { labels }) => ops.softmaxCrossEntropy(logits!, ops.constant(labels, [labels.length], 'int32')),
  softplus: (ops, [x]) => ops.softplus(x!),
  sigmoidCrossEntropy: (ops, [logits], { classes }) =>
    ops.sigmoidCrossEntropy(logits!, ops.constant(classes.flat(), [classes.length, classes[0]!.length], 'int32')),
  batchNormTraining: (ops, [x, scale, shift], { mean, variance, epsilon, momentum }, tf) =>
    ops.batchNormTraining(x!, scale!, shift!, tensor(tf, mean), tensor(tf, variance), epsilon, momentum),
  batchNormInference: (ops, [x, scale, shift], { mean, variance, epsilon }, tf) =>
    ops.batchNormInference(x!, scale!, shift!, tensor(tf, mean), tensor(tf, variance), epsilon),
};

/** Runs a case: the result (and what else the operation returns) and the gradients by input. */
export function runCase(tf: typeof tfc, kernels: KernelRunner, { operation, options, inputs, weights }: OperationCase): Results & { gradients: Record<string, Value> } {
  const leaves = tensors(tf, inputs);
  const { result, gradients } = differentiate(
    kernels,
    (ops) => {
      const returned = OPERATIONS[operation]!(ops, Object.values(leaves), options, tf);
      const results = 'value' in returned ? returned : { value: returned };
      return { ...results, loss: ops.sum(ops.mul(results.value, tensor(tf, weights))) };
    },
    Object.values(leaves),
  );
  return { ...result, gradients: Object.fromEntries(Object.keys(leaves).map((name, i) => [name, gradients[i]!])) };
}
