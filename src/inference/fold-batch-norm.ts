import type { Value } from '../engine/values';
import { DataFlow, isChannelVector, isKnown, replaceCalls, rewriteAll, storedValue, type KnownValue, type TracedCall, type TracedLayer } from './traced-layer';

/** A convolution with known kernel, its bias if it has one, and the batch normalization with stored statistics that follows. */
interface NormalizedConvolution {
  readonly convolution: TracedCall;
  readonly bias?: { readonly call: TracedCall; readonly values: KnownValue };
  readonly norm: TracedCall;
}

/** Batch normalization with stored statistics by channel: y = factor · x + offset. */
interface ChannelMap {
  readonly factor: Float64Array;
  readonly offset: Float64Array;
}

/**
 * Folds batch normalizations into the convolutions before them:
 * γ (W∗x + b − μ) / √(σ² + ε) + β = (W · factor)∗x + (β + (b − μ) · factor), factor = γ / √(σ² + ε).
 * The new kernel and bias are computed in double precision and rounded once.
 */
export function foldBatchNorms(layer: TracedLayer): TracedLayer {
  return rewriteAll(layer, (current) => {
    const found = findNormalizedConvolution(current);
    return found && foldBatchNorm(current, found);
  });
}

function findNormalizedConvolution(layer: TracedLayer): NormalizedConvolution | undefined {
  const flow = new DataFlow(layer);
  for (const norm of layer.calls) {
    if (!isStoredBatchNorm(norm)) continue;
    const before = flow.soleProducer(norm.inputs[0]!);
    if (before && isConvolution(before)) return { convolution: before, norm };
    const [values, convolved] = before?.kernel === 'AddV2' ? biasAndMap(before) : [];
    const convolution = convolved && flow.soleProducer(convolved);
    if (before && values && convolution && isConvolution(convolution)) return { convolution, bias: { call: before, values }, norm };
  }
  return undefined;
}

function foldBatchNorm(layer: TracedLayer, { convolution, bias, norm }: NormalizedConvolution): TracedLayer {
  const [x, kernel] = convolution.inputs as [Value, KnownValue];
  const { factor, offset } = channelMap(norm);
  const convolved: Value = { shape: norm.outputs[0]!.shape, dtype: 'float32' };
  const shift = storedValue(Float32Array.from(offset, (value, c) => value + (bias?.values.numbers[c] ?? 0) * factor[c]!), [factor.length]);
  // A loop, since typed arrays are slow to make of others by a function, and these have millions of numbers.
  const weights = new Float32Array(kernel.numbers.length);
  kernel.numbers.forEach((weight, i) => (weights[i] = weight * factor[i % factor.length]!));
  const scaled = storedValue(weights, kernel.shape);
  return replaceCalls(layer, bias ? [convolution, bias.call, norm] : [convolution, norm], [
    { ...convolution, inputs: [x, scaled], outputs: [convolved] },
    { kernel: 'AddV2', inputs: [convolved, shift], attributes: { T: { kind: 'type', value: 'float32' } }, outputs: [norm.outputs[0]!] },
  ]);
}

/** factor = γ / √(σ² + ε), offset = β − μ · factor */
function channelMap({ inputs, attributes }: TracedCall): ChannelMap {
  const [scale, shift, mean, variance] = inputs.slice(1).map((value) => (value as KnownValue).numbers) as [Float32Array, Float32Array, Float32Array, Float32Array];
  const epsilon = Math.fround(attributes.epsilon!.value as number); // as the kernel gets it
  const factor = Float64Array.from(scale, (gamma, c) => gamma / Math.sqrt(variance[c]! + epsilon));
  return { factor, offset: Float64Array.from(shift, (beta, c) => beta - mean[c]! * factor[c]!) };
}

/** Whether a call is batch normalization with statistics that are known. */
function isStoredBatchNorm({ kernel, attributes, inputs }: TracedCall): boolean {
  return kernel === 'FusedBatchNormV3' && attributes.is_training!.value === false && inputs.slice(1).every(isKnown);
}

function isConvolution({ kernel, inputs }: TracedCall): boolean {
  return kernel === 'Conv2D' && isKnown(inputs[1]!);
}

/** The operands of an addition of a known number for every channel. */
function biasAndMap({ inputs, outputs }: TracedCall): [bias: KnownValue, map: Value] | [] {
  const [a, b] = inputs as [Value, Value];
  if (isChannelVector(b, outputs[0]!) && !isKnown(a)) return [b, a];
  if (isChannelVector(a, outputs[0]!) && !isKnown(b)) return [a, b];
  return [];
}
