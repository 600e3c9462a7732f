import type { Operations } from '../engine/operations';
import type { Value, Values } from '../engine/values';

/** Parameters after a step, and the velocities to go on with. */
export interface Moved {
  readonly parameters: Values;
  readonly velocities: Values;
}

/**
 * Stochastic gradient descent with momentum and weight decay, as in PyTorch:
 * v ← g + weightDecay · w + momentum · v,  w ← w − learningRate · v
 */
export function momentumStep(
  ops: Operations,
  current: Moved,
  gradients: Values,
  settings: { readonly learningRate: Value; readonly momentum: number; readonly weightDecay: number },
): Moved {
  const parameters: Record<string, Value> = {};
  const velocities: Record<string, Value> = {};
  for (const [name, parameter] of Object.entries(current.parameters)) {
    const gradient = gradients[name]!;
    const decayed = settings.weightDecay === 0 ? gradient : ops.add(gradient, ops.scale(parameter, settings.weightDecay));
    const velocity = ops.add(decayed, ops.scale(current.velocities[name]!, settings.momentum));
    velocities[name] = velocity;
    parameters[name] = ops.sub(parameter, ops.mul(velocity, settings.learningRate));
  }
  return { parameters, velocities };
}
