import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numbersOf } from '../engine/tensors';
import { sizeOf, type Value } from '../engine/values';
import { adjoint, linear } from './linear-map';

/** The bidiagonalization stops when so many steps raised the norm by less than a millionth, at the latest after {@link MOST_STEPS}. */
const PATIENCE = 40;
const SETTLED = 1e-6;
const MOST_STEPS = 500;

/**
 * Spectral norm of a matrix, or of a convolution (stride 1, zero padding) as an operator on maps, to about 1e-5, by
 * Golub–Kahan–Lanczos bidiagonalization: the largest singular values of such convolutions lie so close together that
 * the power method would need thousands of iterations.
 * @param kernel [k, k, in, out], or a matrix [in, out]
 * @param height of the maps that a kernel acts on, as `width`
 */
export function convolutionNorm({ tf, kernels }: Engine, kernel: Value, height = 1, width = 1): number {
  const ops = new Operations(kernels);
  const map = kernel.shape.length === 2 ? [] : [height, width];
  const [inputs, outputs] = [-2, -1].map((axis) => [1, ...map, kernel.shape.at(axis)!]) as [number[], number[]];
  const numbers = (compute: () => Value): Float32Array => {
    let result: Float32Array = new Float32Array();
    // Returned from tidy, the numbers would be searched for tensors one by one.
    tf.tidy(() => void (result = numbersOf(compute())));
    return result;
  };
  const forward = (v: Float32Array): Float32Array => numbers(() => linear(ops, tf.tensor(v, inputs), kernel));
  const backward = (u: Float32Array): Float32Array => numbers(() => adjoint(ops, tf.tensor(u, outputs), kernel, inputs));

  const random = generator(0, 'convolution norm');
  let [, right] = normalized(Float32Array.from({ length: sizeOf(inputs) }, () => random.normal()));
  let left: Float32Array = new Float32Array(sizeOf(outputs));
  const diagonal: number[] = [];
  const above: number[] = [];
  const norms: number[] = [0];
  for (let step = 1, beta = 0, alpha: number; step <= MOST_STEPS; step++) {
    // α u = W v − β u_before,  β v_next = Wᵀ u − α v
    [alpha, left] = normalized(difference(forward(right), beta, left));
    [beta, right] = normalized(difference(backward(left), alpha, right));
    diagonal.push(alpha);
    above.push(beta);
    const norm = largestSingularValue(diagonal, above);
    norms.push(norm);
    // A length of 0 ends the subspace: nothing is left to find.
    if (Math.min(alpha, beta) <= SETTLED * norm || norm - norms[Math.max(0, step - PATIENCE)]! <= SETTLED * norm) break;
  }
  return norms[norms.length - 1]!;
}

/** ‖x‖ and x / ‖x‖; zero has no direction and stays as it is. */
function normalized(x: Float32Array): [length: number, direction: Float32Array] {
  const length = Math.sqrt(x.reduce((sum, value) => sum + value * value, 0));
  return [length, length === 0 ? x : x.map((value) => value / length)];
}

/** x − factor · y */
function difference(x: Float32Array, factor: number, y: Float32Array): Float32Array {
  return x.map((value, i) => value - factor * y[i]!);
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
