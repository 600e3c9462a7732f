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
