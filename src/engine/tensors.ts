import type * as tfc from '@tensorflow/tfjs-core';
import type { Value } from './values';

/** The tensor that a value is when kernels run at once. */
export function tensorOf(value: Value): tfc.Tensor {
  return value as tfc.Tensor;
}

/** A value's numbers. */
export function numbersOf(value: Value): Float32Array {
  return tensorOf(value).dataSync<'float32'>();
}

/** A scalar's number. */
export function numberOf(scalar: Value): number {
  return numbersOf(scalar)[0]!;
}
