import { z } from 'zod';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numbersOf } from '../../engine/tensors';
import type { Values } from '../../engine/values';
import { anyNumber } from '../../files/json-numbers';
import { derived } from '../../measuring/kinds';
import type { Measure } from '../../measuring/measure';
import { convolutionNorm } from '../../networks/convolution-norm';
import { EPSILON } from '../../networks/layers';
import { isOwn, type Network } from '../../networks/network';

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
 * D are batch normalization's diagonal scales at inference: max|D₁| · σ(D₂W₁) · σ(W₂), since ReLU's constant is 1 (derived). None of a
 * network of one's own, whose F may be anything.
 */
export function lipschitzBounds(engine: Engine, network: Network, parameters: Values, statistics: Values): BlockLipschitz[] {
  if (isOwn(network.definition)) return [];
  const { normalization, stages } = network.definition;

  const norm = (s: number, layer: string, outputScale?: Float32Array): number =>
    engine.tf.tidy(() => {
      const [height, width] = network.stateShapes[s] as [number, number, number];
      const kernel = parameters[`${layer}.kernel`]!;
      const scaled = outputScale ? new Operations(engine.kernels).mul(kernel, engine.tf.tensor1d(outputScale)) : kernel;
      return convolutionNorm(engine, scaled, height, width);
    });
  const batchScale = (name: string): Float32Array => {
    const scale = numbersOf(parameters[`${name}.scale`]!);
    const variance = numbersOf(statistics[`${name}.variance`]!);
    return scale.map((gamma, i) => gamma / Math.sqrt(variance[i]! + EPSILON));
  };

  return stages.flatMap((stage, s) =>
    Array.from({ length: stage.sharing ? 0 : stage.blocks }, (_, t): BlockLipschitz => {
      const block = `stage${s + 1}.block${t + 1}`;
      const [first, second] = [`${block}.conv1`, `${block}.conv2`];
      const spectralNorms = [norm(s, first), norm(s, second)] as const;
      const bound =
        normalization === 'none'
          ? spectralNorms[0] * spectralNorms[1]
          : normalization === 'batch'
            ? Math.max(...batchScale(`${block}.norm1`).map(Math.abs)) * norm(s, first, batchScale(`${block}.norm2`)) * spectralNorms[1]
            : undefined;
      return { stage: s + 1, block: t + 1, spectralNorms, bound };
    }),
  );
}

const boundRow = z.strictObject({
  stage: z.int().positive(),
  block: z.int().positive(),
  firstNorm: anyNumber.describe('spectral norm of F’s first convolution, without normalization (derived)'),
  secondNorm: anyNumber.describe('spectral norm of F’s second convolution (derived)'),
  bound: anyNumber.describe('upper bound of F’s Lipschitz constant at inference (derived); NaN with group normalization'),
});

/** Of every block whose convolutions are its own, of a network made here. */
export const boundsOfBlocks: Measure<z.output<typeof boundRow>> = {
  name: 'lipschitz bounds',
  row: boundRow,
  keys: ['stage', 'block'],
  over: 'network',
  start({ engine, values }) {
    if (!values) throw new Error('it needs the weights of a network made here');
    let bounds: readonly BlockLipschitz[] = [];
    return {
      alone() {
        bounds = lipschitzBounds(engine, values.network, values.parameters, values.statistics);
      },
      rows: () => bounds.map(({ stage, block, spectralNorms: [firstNorm, secondNorm], bound = Number.NaN }) => ({ stage, block, firstNorm, secondNorm, bound })),
    };
  },
};

/** The largest over the blocks; NaN where there is none. */
export const largestBound = derived(boundsOfBlocks, { name: 'largest lipschitz bound', row: boundRow.pick({ bound: true }), keys: [] }, (blocks) => [
  { bound: blocks.length === 0 ? Number.NaN : Math.max(...blocks.map(({ bound }) => bound)) },
]);
