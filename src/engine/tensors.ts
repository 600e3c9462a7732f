import type * as tfc from '@tensorflow/tfjs-core';
import type { Value } from './values';

/**
 * The tensor that a value is when kernels run at once, as tfjs has it: `tf.tanh(tensorOf(h))` is what a layer of one's own may do that is measured only. What tfjs
 * does is in no graph and has no gradient here, so that a layer that is trained, or whose input gradients are asked for, uses the operations that it is given.
 */
export function tensorOf(value: Value): tfc.Tensor {
  return value as tfc.Tensor;
}

/** A value's numbers, row by row. */
export function numbersOf(value: Value): Float32Array {
  return tensorOf(value).dataSync<'float32'>();
}

/** A scalar's number. */
export function numberOf(scalar: Value): number {
  return numbersOf(scalar)[0]!;
}
