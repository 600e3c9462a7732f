import { sizeOf, type Value } from '../engine/values';
import type { NetworkDefinition } from './definition';
import type { Initial, Pass } from './pass';

/** Batch normalization's ε and the share of a batch in the running statistics: PyTorch's defaults. */
export const EPSILON = 1e-5;
const STATISTICS_MOMENTUM = 0.1;

const he = (fanIn: number): Initial => ({ kind: 'normal', standardDeviation: Math.sqrt(2 / fanIn) });
const constant = (value: number): Initial => ({ kind: 'constant', value });

/** Convolution with He-normal kernel [size, size, in, out] and, if wanted, a bias that starts at 0. */
export function convolution(
  pass: Pass,
  name: string,
  x: Value,
  options: { channels: number; size: number; stride: number; bias: boolean; initialScale?: number },
): Value {
  const { channels, size, stride, bias } = options;
  const shape = [size, size, x.shape[3]!, channels];
  const standardDeviation = Math.sqrt(2 / (size * size * x.shape[3]!)) * (options.initialScale ?? 1);
  const kernel = pass.parameter({ name: `${name}.kernel`, shape, initial: { kind: 'normal', standardDeviation }, role: 'kernel' });
  let y = pass.ops.conv2d(x, kernel, stride);
  if (bias) y = pass.ops.biasAdd(y, pass.parameter({ name: `${name}.bias`, shape: [channels], initial: constant(0), role: 'bias' }));
  pass.observe?.(name, y);
  return y;
}

/** Names under which a normalization finds its parts: one name for all, or names of their own (unshared batch norm). */
export interface NormalizationNames {
  readonly scale: string;
  readonly shift: string;
  readonly statistics: string;
  readonly initialScale?: number;
}

/** Batch, group or no normalization, as the network's definition says. */
export function normalization(pass: Pass, names: string | NormalizationNames, x: Value, definition: Pick<NetworkDefinition, 'normalization' | 'groups'>): Value {
  if (definition.normalization === 'none') return x;
  const own = typeof names === 'string' ? { scale: names, shift: names, statistics: names } : names;
  const initialScale = typeof names === 'string' ? 1 : (names.initialScale ?? 1);
  const shape = [x.shape[3]!];
  const scale = pass.parameter({ name: `${own.scale}.scale`, shape, initial: constant(initialScale), role: 'scale' });
  const shift = pass.parameter({ name: `${own.shift}.shift`, shape, initial: constant(0), role: 'shift' });
  const y =
    definition.normalization === 'group'
      ? groupNormalization(pass, x, scale, shift, definition.groups)
      : batchNormalization(pass, x, scale, shift, own.statistics);
  pass.observe?.(own.statistics, y);
  return y;
}

function batchNormalization(pass: Pass, x: Value, scale: Value, shift: Value, name: string): Value {
  const shape = [x.shape[3]!];
  const mean = pass.statistic({ name: `${name}.mean`, shape, initial: constant(0), role: 'mean' });
  const variance = pass.statistic({ name: `${name}.variance`, shape, initial: constant(1), role: 'variance' });
  if (!pass.training) return pass.ops.batchNormInference(x, scale, shift, mean, variance, EPSILON);
  const normalized = pass.ops.batchNormTraining(x, scale, shift, mean, variance, EPSILON, STATISTICS_MOMENTUM);
  pass.updateStatistic(`${name}.mean`, normalized.mean);
  pass.updateStatistic(`${name}.variance`, normalized.variance);
  return normalized.value;
}

/**
 * Group normalization (Wu & He 2018): mean and variance of each sample over the pixels and channels of a group.
 * The statistics of a channel over pixels come first (one pass over the map), those of its group from them.
 */
function groupNormalization(pass: Pass, x: Value, scale: Value, shift: Value, groups: number): Value {
  const { ops } = pass;
  const [batch, , , channels] = x.shape as [number, number, number, number];
  const overGroup = (perChannel: Value): Value => {
    const grouped = ops.mean(ops.reshape(perChannel, [batch, groups, channels / groups]), [2], true);
    return ops.reshape(ops.broadcastTo(grouped, [batch, groups, channels / groups]), [batch, 1, 1, channels]);
  };
  const centred = ops.sub(x, overGroup(ops.mean(x, [1, 2], true)));
  const variance = overGroup(ops.mean(ops.square(centred), [1, 2], true));
  const factor = ops.mul(ops.rsqrt(ops.add(variance, ops.scalar(EPSILON))), scale);
  return ops.add(ops.mul(centred, factor), shift);
}

/** Fully connected layer on [batch, features]. */
export function dense(pass: Pass, name: string, x: Value, outputs: number): Value {
  const inputs = x.shape[1]!;
  const kernel = pass.parameter({ name: `${name}.kernel`, shape: [inputs, outputs], initial: he(inputs), role: 'dense' });
  const bias = pass.parameter({ name: `${name}.bias`, shape: [outputs], initial: constant(0), role: 'bias' });
  return pass.ops.biasAdd(pass.ops.matMul(x, kernel), bias);
}

/** [batch, height, width, channels] to [batch, height·width·channels]. */
export function flatten(pass: Pass, x: Value): Value {
  return pass.ops.reshape(x, [x.shape[0]!, sizeOf(x.shape.slice(1))]);
}
