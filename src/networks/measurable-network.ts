import type { Operations } from '../engine/operations';
import type { Value, Values } from '../engine/values';
import type { Pass } from './pass';
import { inferencePass, trainingPass } from './passes';
import type { Network } from './network';

/**
 * A part of a network at inference: a transition, a block h ↦ h + F(h), or a head. Maps are [batch, height, width, channels].
 * Written with the operations that it is given it can be differentiated and compiled; what else tfjs offers does where
 * neither is asked for, since the values are tensors of tfjs then.
 */
export type Layer = (ops: Operations, input: Value) => Value;

/** A transition, which may change the shape, followed by the blocks that iterate on its result and keep its shape. */
export interface MeasurableStage {
  readonly transition: Layer;
  readonly blocks: readonly Layer[];
}

/**
 * All that indices and analyses need of a network: stages of blocks, and a head from the last stage's state to logits
 * [batch, classes]. Any residual network that offers it can be measured.
 */
export interface MeasurableNetwork {
  readonly stages: readonly MeasurableStage[];
  readonly head: Layer;
}

/** What makes one of the project's networks measurable. */
export interface NetworkValues {
  readonly network: Network;
  readonly parameters: Values;
  readonly statistics: Values;
}

/** The measurable form of one of the project's networks with the given values; batch norm uses stored statistics. */
export function measurable({ network, parameters, statistics }: NetworkValues): MeasurableNetwork {
  return layersOf(network, (ops) => inferencePass(ops, parameters, statistics));
}

/**
 * One of the project's networks as it runs in a training step: batch norm uses the statistics of the batch, so that a
 * sample's states depend on the other samples. No running statistic moves.
 */
export function measurableInTraining({ network, parameters, statistics }: NetworkValues): MeasurableNetwork {
  return layersOf(network, (ops) => trainingPass(ops, parameters, statistics, {}));
}

function layersOf(network: Network, pass: (ops: Operations) => Pass): MeasurableNetwork {
  return {
    stages: network.definition.stages.map((stage, s) => ({
      transition: (ops, input) => network.transition(pass(ops), s, input),
      blocks: Array.from({ length: stage.blocks }, (_, t): Layer => (ops, state) => network.block(pass(ops), s, t, state)),
    })),
    head: (ops, state) => network.head(pass(ops), state),
  };
}
