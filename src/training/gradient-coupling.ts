import type { Operations } from '../engine/operations';
import type { Values } from '../engine/values';
import { blockFamily } from '../networks/initial-values';
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
 * @param gradients by parameter name
 * @param settings λ in [0, 1], and what it mixes in
 */
export function coupleGradients(
  ops: Operations,
  gradients: Values,
  { coupling, couplingBy }: Pick<TrainingSettings, 'coupling' | 'couplingBy'>,
): Values {
  if (coupling === 0) return gradients;
  const coupled = { ...gradients };
  for (const names of blockFamilies(Object.keys(gradients))) {
    const own = names.map((name) => gradients[name]!);
    const common = ops.scale(ops.addAll(own), couplingBy === 'sum' ? coupling : coupling / own.length);
    names.forEach((name, t) => {
      // At λ = 1 the common part itself, since 0 · g_t would differ between blocks in the sign of a zero.
      coupled[name] = coupling === 1 ? common : ops.add(ops.scale(own[t]!, 1 - coupling), common);
    });
  }
  return coupled;
}

/** Names of corresponding parameters of a stage's blocks, one list for each family of two or more. */
export function blockFamilies(names: readonly string[]): string[][] {
  const families = new Map<string, string[]>();
  for (const name of names) {
    const family = blockFamily(name);
    if (family !== undefined) families.set(family, [...(families.get(family) ?? []), name]);
  }
  return [...families.values()].filter((members) => members.length > 1);
}
