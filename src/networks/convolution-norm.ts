import type * as tfc from '@tensorflow/tfjs-core';
import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numberOf, tensorOf } from '../engine/tensors';
import { sizeOf, type Value } from '../engine/values';

/** The bidiagonalization stops when so many steps raised the norm by less than a millionth, at the latest after {@link MOST_STEPS}. */
const PATIENCE = 40;
const SETTLED = 1e-6;
const MOST_STEPS = 500;

/**
 * Spectral norm of a convolution (stride 1, zero padding) as an operator on maps of height × width, to about 1e-5, by
 * Golub–Kahan–Lanczos bidiagonalization: the largest singular values of such convolutions lie so close together that
 * the power method would need thousands of iterations.
 * @param kernel [k, k, in, out]
 */
export function convolutionNorm({ tf, kernels }: Engine, kernel: Value, height: number, width: number): number {
  const ops = new Operations(kernels);
  const shape = [1, height, width, kernel.shape[2]!];
  const random = generator(0, 'convolution norm');
  const start = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  const split = (x: Value): [number, Value] => {
    const { length, direction } = normalized(ops, x);
    return [numberOf(length), direction];
  };
  const subtract = (x: Value, factor: number, y: Value): Value => ops.sub(x, ops.mul(y, tf.scalar(factor)));

  const diagonal: number[] = [];
  const above: number[] = [];
  const norms: number[] = [0];
  let right = tf.tidy(() => tensorOf(split(tf.tensor(start, shape))[1]));
  let left: tfc.Tensor | undefined;
  for (let step = 1; step <= MOST_STEPS; step++) {
    // α u = W v − β u_before,  β v_next = Wᵀ u − α v
    const next: { left: tfc.Tensor; right: tfc.Tensor } = tf.tidy(() => {
      const image = ops.conv2d(right, kernel);
      const [alpha, u] = split(left ? subtract(image, above[above.length - 1]!, left) : image);
      const [beta, v] = split(subtract(ops.conv2dTranspose(u, kernel, shape), alpha, right));
      diagonal.push(alpha);
      above.push(beta);
      return { left: tensorOf(u), right: tensorOf(v) };
    });
    tf.dispose([right, ...(left ? [left] : [])]);
    ({ left, right } = next);
    const smallest = Math.min(diagonal[step - 1]!, above[step - 1]!);
    norms.push(largestSingularValue(diagonal, above));
    // A length of 0 ends the subspace: nothing is left to find.
    if (smallest <= SETTLED * norms[step]! || norms[step]! - norms[Math.max(0, step - PATIENCE)]! <= SETTLED * norms[step]!) break;
  }
  tf.dispose([right, ...(left ? [left] : [])]);
  return norms[norms.length - 1]!;
}

/** A zero operator has no direction; the tiny number keeps it at norm 0 instead of 0/0. */
const TINY = 1e-30;

/** ‖x‖ as a scalar, and x / ‖x‖. */
export function normalized(ops: Operations, x: Value): { readonly direction: Value; readonly length: Value } {
  const length = ops.sqrt(ops.sum(ops.square(x)));
  return { direction: ops.div(x, ops.maximum(length, ops.scalar(TINY))), length };
}

/** Of the upper bidiagonal matrix B: the root of the largest eigenvalue of the tridiagonal BᵀB, by bisection on its Sturm sequence. */
function largestSingularValue(diagonal: readonly number[], above: readonly number[]): number {
  const squares = diagonal.map((alpha, j) => alpha * alpha + (j > 0 ? above[j - 1]! ** 2 : 0));
  const beside = diagonal.slice(1).map((_, j) => (diagonal[j]! * above[j]!) ** 2);
  const isAbove = (x: number): boolean => {
    let pivot = 1;
    return squares.every((square, j) => (pivot = square - x - (j > 0 ? beside[j - 1]! / pivot : 0)) < 0);
  };
  let low = Math.max(...squares);
  let high = 3 * low;
  while (high - low > 1e-12 * high) {
    const middle = (low + high) / 2;
    if (isAbove(middle)) high = middle;
    else low = middle;
  }
  return Math.sqrt(high);
}
