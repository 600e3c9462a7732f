import type { Operations } from '../engine/operations';
import type { Shape, Value } from '../engine/values';

/** How a parameter starts. */
export type Initial =
  | { readonly kind: 'constant'; readonly value: number }
  /** normal with mean 0; He: √(2 / fan-in) */
  | { readonly kind: 'normal'; readonly standardDeviation: number };

/** What a parameter does: only convolutions of F are Lipschitz-constrained, only blocks' parameters are coupled. */
export type Role = 'kernel' | 'bias' | 'scale' | 'shift' | 'dense' | 'mean' | 'variance';

/** A trainable parameter or a running statistic, as a network declares it. */
export interface ParameterSpec {
  readonly name: string;
  readonly shape: Shape;
  readonly initial: Initial;
  readonly role: Role;
}

/**
 * One forward pass: the operations, the values of parameters and statistics, and whether batch normalization uses the
 * batch's statistics (training) or the stored ones.
 */
export interface Pass {
  readonly ops: Operations;
  readonly training: boolean;
  parameter(spec: ParameterSpec): Value;
  statistic(spec: ParameterSpec): Value;
  /** Receives a running statistic's value after this batch (training only). */
  updateStatistic(name: string, value: Value): void;
  /** Sees every stage's first state and the output of every layer, by name: to find where a number stops being finite, or to measure activations. */
  observe?: (layer: string, output: Value) => void;
}
