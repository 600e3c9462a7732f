import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numbersOf } from '../../engine/tensors';
import { sizeOf, type Value } from '../../engine/values';

/** Σ a·b over each sample's map: [batch, height, width, channels], twice, to [batch]. */
export function perSample({ tf, kernels }: Engine, a: Value, b: Value): Float32Array {
  let sums!: Float32Array;
  tf.tidy(() => {
    const ops = new Operations(kernels);
    const [batch, ...map] = a.shape as [number, ...number[]];
    sums = numbersOf(ops.sum(ops.reshape(ops.mul(a, b), [batch, sizeOf(map)]), [1]));
  });
  return sums;
}
