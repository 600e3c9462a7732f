import type { Operations } from '../engine/operations';
import type { Value } from '../engine/values';

/** Parameters after a step, and the velocities to go on with; of any one shape, since every number moves by itself. */
export interface Moved {
  readonly parameters: Value;
  readonly velocities: Value;
}

/**
 * Stochastic gradient descent with momentum and weight decay, as in PyTorch:
 * v ← g + weightDecay · w + momentum · v,  w ← w − learningRate · v
 */
export function momentumStep(
  ops: Operations,
  { parameters, velocities }: Moved,
  gradients: Value,
  settings: { readonly learningRate: Value; readonly momentum: number; readonly weightDecay: number },
): Moved {
  const decayed = settings.weightDecay === 0 ? gradients : ops.add(gradients, ops.scale(parameters, settings.weightDecay));
  const moved = ops.add(decayed, ops.scale(velocities, settings.momentum));
  return { parameters: ops.sub(parameters, ops.mul(moved, settings.learningRate)), velocities: moved };
}
