import type { Batch, BatchOrder } from '../data/batch';
import type { Values } from '../engine/values';

/** What a step says of its batch, before the step's update. */
export interface StepMetrics {
  /** mean cross-entropy in nats */
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

/** A way to run training steps. */
export interface Execution {
  /** Runs one step on a batch of the training set. When the loss is not finite it changes nothing. */
  step(order: BatchOrder, learningRate: number): StepMetrics;
  /** The network's values now. */
  snapshot(): Snapshot;
  /** Where, in words, the forward pass on a batch first meets a number that is not finite. */
  explainNonFinite(batch: Batch): string;
  /** Ends the training: constrained kernels settle exactly within their constraint. */
  finish(): void;
  dispose(): void;
}
