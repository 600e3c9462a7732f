import type { Operations } from '../engine/operations';
import type { Shape, Value } from '../engine/values';

/** W v of a matrix [in, out] and vectors [1, in], or of a convolution [k, k, in, out] (stride 1, zero padding) and maps [1, height, width, in]. */
export function linear(ops: Operations, v: Value, weight: Value): Value {
  return weight.shape.length === 2 ? ops.matMul(v, weight) : ops.conv2d(v, weight);
}

/** Wᵀ u for {@link linear}. @param shape of v */
export function adjoint(ops: Operations, u: Value, weight: Value, shape: Shape): Value {
  return weight.shape.length === 2 ? ops.matMul(u, weight, false, true) : ops.conv2dTranspose(u, weight, shape);
}
