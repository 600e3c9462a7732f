import type * as tfc from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import type { Values } from '../engine/values';
import { EPSILON } from '../networks/layers';
import type { ParameterSpec } from '../networks/pass';
import type { ResidualNetwork } from '../networks/residual-network';
import { initialSpectralVector, spectralNorm } from '../training/lipschitz-constraint';

/** Enough for the power method to agree with the singular values to 1e-4 on the maps of these networks. */
const ITERATIONS = 200;

/** Bound of one block's residual function. */
export interface BlockLipschitz {
  /** from 1 */
  readonly stage: number;
  readonly block: number;
  /** spectral norms of F's two convolutions, without normalization: what the constraint c limits */
  readonly spectralNorms: readonly [number, number];
  /**
   * upper bound of F's Lipschitz constant at inference, the scales γ/√(variance + ε) of batch norm included;
   * undefined with group normalization, whose scale depends on the image
   */
  readonly bound: number | undefined;
}

/**
 * Bounds the Lipschitz constant (in the Euclidean norm of a feature map) of every block's F = W₂ ReLU D₂ W₁ ReLU D₁, where
 * D are batch normalization's diagonal scales at inference: max|D₁| · σ(D₂W₁) · σ(W₂), since ReLU's constant is 1 (derived).
 */
export function lipschitzBounds(engine: Engine, network: ResidualNetwork, parameters: Values, statistics: Values): BlockLipschitz[] {
  const specs = new Map(network.parameters.map((spec) => [spec.name, spec]));
  const { normalization, stages } = network.definition;

  const norm = (spec: ParameterSpec, outputScale?: Float32Array): number =>
    engine.tf.tidy(() => {
      const ops = new Operations(engine.kernels);
      const kernel = parameters[spec.name]!;
      const scaled = outputScale ? ops.mul(kernel, engine.tf.tensor1d(outputScale)) : kernel;
      const { shape, values } = initialSpectralVector(network, spec, 0);
      return (spectralNorm(ops, scaled, engine.tf.tensor(values, [...shape]), ITERATIONS).norm as tfc.Tensor).dataSync()[0]!;
    });
  const batchScale = (name: string): Float32Array => {
    const scale = (parameters[`${name}.scale`] as tfc.Tensor).dataSync<'float32'>();
    const variance = (statistics[`${name}.variance`] as tfc.Tensor).dataSync();
    return scale.map((gamma, i) => gamma / Math.sqrt(variance[i]! + EPSILON));
  };

  return stages.flatMap((stage, s) =>
    Array.from({ length: stage.sharing ? 0 : stage.blocks }, (_, t): BlockLipschitz => {
      const block = `stage${s + 1}.block${t + 1}`;
      const [first, second] = [specs.get(`${block}.conv1.kernel`)!, specs.get(`${block}.conv2.kernel`)!];
      const spectralNorms = [norm(first), norm(second)] as const;
      const bound =
        normalization === 'none'
          ? spectralNorms[0] * spectralNorms[1]
          : normalization === 'batch'
            ? Math.max(...batchScale(`${block}.norm1`).map(Math.abs)) * norm(first, batchScale(`${block}.norm2`)) * spectralNorms[1]
            : undefined;
      return { stage: s + 1, block: t + 1, spectralNorms, bound };
    }),
  );
}
