import type { BatchOrder } from '../data/batch';
import type { Values } from '../engine/values';
import type { TrainingState } from './training-state';

/** What a step says of its batch, before the step's update. */
export interface StepMetrics {
  /** mean cross-entropy in nats; NaN: it, a gradient or a new value was not finite, and the step changed nothing */
  readonly loss: number;
  /** fraction of the batch that was right */
  readonly accuracy: number;
}

/** The values of a network at some step. They live in the engine's memory until disposed. */
export interface Snapshot {
  readonly parameters: Values;
  readonly statistics: Values;
  dispose(): void;
}

/** A training under way: a state, and what runs its steps. */
export interface Execution {
  /** Runs one step on a batch of the training set. */
  step(order: BatchOrder, learningRate: number): StepMetrics;
  /** A copy of the state now, the caller's to dispose. */
  state(): TrainingState;
  /** Goes on from another state, which is disposed here. */
  replaceState(next: TrainingState): void;
  dispose(): void;
}
