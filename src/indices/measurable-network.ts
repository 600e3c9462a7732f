import type * as tfc from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { tensorOf } from '../engine/tensors';
import type { Values } from '../engine/values';
import { inferencePass } from '../networks/passes';
import type { ResidualNetwork } from '../networks/residual-network';

/** A residual block with its skip connection, h ↦ h + F(h), at inference. Keeps the shape. */
export type Block = (state: tfc.Tensor) => tfc.Tensor;

/** A transition, which may change the shape, followed by the blocks that iterate on its result. */
export interface MeasurableStage {
  readonly transition: (input: tfc.Tensor) => tfc.Tensor;
  readonly blocks: readonly Block[];
}

/**
 * All that the indices need of a network: stages of blocks, and a head from the last stage's state to logits
 * [batch, classes]. Any residual network that offers it can be measured.
 */
export interface MeasurableNetwork {
  readonly stages: readonly MeasurableStage[];
  readonly head: (state: tfc.Tensor) => tfc.Tensor;
}

/** The measurable form of one of the project's networks with the given values; batch norm uses stored statistics. */
export function measurable(
  engine: Engine,
  { network, parameters, statistics }: { readonly network: ResidualNetwork; readonly parameters: Values; readonly statistics: Values },
): MeasurableNetwork {
  const pass = inferencePass(engine.kernels, parameters, statistics);
  return {
    stages: network.definition.stages.map((stage, s) => ({
      transition: (input) => tensorOf(network.transition(pass, s, input)),
      blocks: Array.from({ length: stage.blocks }, (_, t): Block => (state) => tensorOf(network.block(pass, s, t, state))),
    })),
    head: (state) => tensorOf(network.head(pass, state)),
  };
}
