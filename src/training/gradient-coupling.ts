import type { Operations } from '../engine/operations';
import { sizeOf, type Value } from '../engine/values';
import type { ParameterSpec } from '../networks/pass';
import type { TrainingSettings } from './settings';

/**
 * Soft gradient coupling (LPK24: the idea is stated, this formula is ours), over corresponding parameters of the T
 * blocks of a stage that start from the same values:
 *
 * g̃_t = (1 − λ) g_t + λ · mean_s g_s
 *
 * or, to see how much hangs on that choice, with the sum Σ_s g_s in place of the mean. λ = 0 is an ordinary network; λ = 1
 * gives every block the very same gradient, so that they stay identical: by the sum, that of a network whose T blocks are one.
 * Gradients of parameters outside blocks pass unchanged.
 * @param gradients of all parameters, one behind the other
 * @param parameters what they belong to, each block's together and in the same order in every block of a stage
 * @param settings λ in [0, 1], and what it mixes in
 */
export function coupleGradients(
  ops: Operations,
  gradients: Value,
  parameters: readonly Pick<ParameterSpec, 'name' | 'shape'>[],
  { coupling, couplingBy }: Pick<TrainingSettings, 'coupling' | 'couplingBy'>,
): Value {
  if (coupling === 0) return gradients;
  const segments = segmentsOf(parameters);
  const parts = ops.split(gradients, segments.map(({ size }) => size));
  for (const stage of new Set(segments.map((segment) => segment.stage))) {
    const blocks = segments.flatMap((segment, i) => (segment.stage === stage ? [i] : []));
    if (stage === undefined || blocks.length < 2) continue;
    const own = blocks.map((i) => parts[i]!);
    const common = ops.scale(ops.addAll(own), couplingBy === 'sum' ? coupling : coupling / own.length);
    blocks.forEach((i, t) => {
      // At λ = 1 the common part itself, since 0 · g_t would differ between blocks in the sign of a zero.
      parts[i] = coupling === 1 ? common : ops.add(ops.scale(own[t]!, 1 - coupling), common);
    });
  }
  return ops.concat(parts);
}

/** Consecutive parameters: all of one block, or all between two blocks. */
interface Segment {
  readonly unit: string;
  /** whose block it is; undefined outside blocks */
  readonly stage: string | undefined;
  size: number;
}

function segmentsOf(parameters: readonly Pick<ParameterSpec, 'name' | 'shape'>[]): Segment[] {
  const segments: Segment[] = [];
  for (const { name, shape } of parameters) {
    const [unit = '', stage] = /^(stage\d+)\.block\d+\./.exec(name) ?? [];
    let last = segments.at(-1);
    if (last?.unit !== unit) segments.push((last = { unit, stage, size: 0 }));
    last.size += sizeOf(shape);
  }
  return segments;
}
