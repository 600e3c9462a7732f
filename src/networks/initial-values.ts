import type * as tfc from '@tensorflow/tfjs-core';
import { generator } from '../data/random';
import { sizeOf } from '../engine/values';
import type { ParameterSpec } from './pass';

/**
 * Whether the T blocks of a stage start from the same values (as soft gradient coupling needs, so that λ = 1 keeps them
 * identical) or each from its own (an ordinary network).
 */
export type BlockStart = 'same' | 'independent';

/**
 * The name that corresponding parameters of a stage's blocks have in common, e.g. `stage1.block*.conv1.kernel`;
 * undefined for a parameter outside blocks.
 */
export function blockFamily(name: string): string | undefined {
  const family = name.replace(/^(stage\d+)\.block\d+\./, '$1.block*.');
  return family === name ? undefined : family;
}

/**
 * A parameter's initial values. Every parameter draws from a random stream of its own, named after it (or, with a
 * common start, after its family), so that values do not depend on what else the network has.
 */
export function initialValues(spec: ParameterSpec, seed: number, start: BlockStart): Float32Array {
  const values = new Float32Array(sizeOf(spec.shape));
  if (spec.initial.kind === 'constant') return values.fill(spec.initial.value);
  const { standardDeviation } = spec.initial;
  const stream = start === 'same' ? (blockFamily(spec.name) ?? spec.name) : spec.name;
  const random = generator(seed, `weights/${stream}`);
  return values.map(() => standardDeviation * random.normal());
}

/** Tensors of the given parameters, by name, that live until they are disposed. */
export function initialTensors(tf: typeof tfc, specs: readonly ParameterSpec[], seed: number, start: BlockStart): Record<string, tfc.Tensor> {
  return Object.fromEntries(
    specs.map((spec) => [spec.name, tf.keep(tf.tensor(initialValues(spec, seed, start), [...spec.shape], 'float32'))]),
  );
}
