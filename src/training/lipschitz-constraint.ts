import type { Operations } from '../engine/operations';
import { sizeOf, type Shape, type Value, type Values } from '../engine/values';
import { generator } from '../data/random';
import { blockFamily } from '../networks/initial-values';
import { adjoint, linear } from '../networks/linear-map';
import type { ParameterSpec } from '../networks/pass';
import type { Network } from '../networks/network';

/** Whether the Lipschitz constraint acts on a parameter: the convolution kernels of the blocks' F, and their matrices. */
export function isConstrained(spec: ParameterSpec): boolean {
  return (spec.role === 'kernel' || spec.role === 'dense') && /^stage\d+\.(block\d+|shared)\./.test(spec.name);
}

/** A spectral norm found by power iteration. */
export interface SpectralNorm {
  /** estimate of σ(W), a scalar; never above the true one but for rounding */
  readonly norm: Value;
  /** right singular vector belonging to it, [1, height, width, in] or [1, in], of norm 1: where the next iteration starts */
  readonly vector: Value;
}

/**
 * Largest singular value of a matrix, or of a convolution (stride 1, zero padding) as an operator on feature maps of the size of
 * `vector`, by power iteration with the convolution and its transpose (Gouk et al. 2018; Behrmann et al. 2019).
 * @param kernel [k, k, in, out], or a matrix [in, out]
 * @param vector start, [1, height, width, in], or [1, in], not zero
 */
export function spectralNorm(ops: Operations, kernel: Value, vector: Value, iterations: number): SpectralNorm {
  let current = vector;
  let norm = ops.scalar(0);
  for (let i = 0; i < iterations; i++) {
    const image = normalized(ops, linear(ops, current, kernel)).direction;
    // σ = ‖Wᵀu‖ for u = Wv/‖Wv‖
    const back = normalized(ops, adjoint(ops, image, kernel, current.shape));
    norm = back.length;
    current = back.direction;
  }
  return { norm, vector: current };
}

/** A zero operator has no direction; the tiny number keeps it at norm 0 instead of 0/0. */
const TINY = 1e-30;

function normalized(ops: Operations, x: Value): { direction: Value; length: Value } {
  const length = ops.sqrt(ops.sum(ops.square(x)));
  return { direction: ops.div(x, ops.maximum(length, ops.scalar(TINY))), length };
}

/** W / max(1, σ(W)/c): leaves a kernel alone whose spectral norm does not exceed c. */
export function constrainKernel(ops: Operations, kernel: Value, norm: Value, constant: number): Value {
  return ops.div(kernel, ops.maximum(ops.scalar(1), ops.scale(norm, 1 / constant)));
}

/**
 * Replaces every constrained kernel W by W / max(1, σ(W)/c).
 * @param iterations of the power method from where its vectors stand; 1 is enough from step to step, since W changes slowly
 */
export function constrainKernels(
  ops: Operations,
  network: Network,
  parameters: Values,
  spectralVectors: Values,
  constant: number,
  iterations: number,
): { readonly parameters: Values; readonly spectralVectors: Values } {
  const kernels = { ...parameters };
  const vectors: Record<string, Value> = {};
  for (const { name } of network.parameters.filter(isConstrained)) {
    const { norm, vector } = spectralNorm(ops, kernels[name]!, spectralVectors[name]!, iterations);
    kernels[name] = constrainKernel(ops, kernels[name]!, norm, constant);
    vectors[name] = vector;
  }
  return { parameters: kernels, spectralVectors: vectors };
}

/** [height, width] of the maps that a constrained kernel acts on; none of a matrix. */
export function mapOf(network: Network, spec: ParameterSpec): readonly [] | readonly [number, number] {
  if (spec.shape.length === 2) return [];
  const [height, width] = network.stateShapes[stageOf(spec.name) - 1]! as [number, number, number];
  return [height, width];
}

/** The stage, from 1, that a parameter's name says. */
export function stageOf(name: string): number {
  return Number(/^stage(\d+)/.exec(name)?.[1]);
}

/** Of the vector that a constrained kernel's power iteration keeps: [1, height, width, in], of a matrix [1, in]. */
export function spectralVectorShape(network: Network, spec: ParameterSpec): Shape {
  return [1, ...mapOf(network, spec), spec.shape.at(-2)!];
}

/**
 * Where a kernel's power iteration starts: a random vector of norm 1, the same for corresponding kernels of a stage's
 * blocks, so that equal blocks stay equal.
 */
export function initialSpectralVector(network: Network, spec: ParameterSpec, seed: number): { shape: Shape; values: Float32Array } {
  const shape = spectralVectorShape(network, spec);
  const random = generator(seed, `spectral/${blockFamily(spec.name) ?? spec.name}`);
  const values = Float32Array.from({ length: sizeOf(shape) }, () => random.normal());
  const norm = Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  return { shape, values: values.map((value) => value / norm) };
}
