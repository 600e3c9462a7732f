import type { Value } from '../../engine/values';
import type { StageProgram } from './block-programs';

/** What one batch of training images says of a batch normalization, wherever it is computed. */
export interface BatchStatistics {
  /** in the tree of programs, from the front */
  readonly node: number;
  readonly part: 'layer' | 'head';
  /** among those of the node's layer, or of the head */
  readonly norm: number;
  readonly images: number;
  /** [channels] */
  readonly mean: Float32Array;
  readonly variance: Float32Array;
}

/** One of several processes that each run the same programs on every `of`-th batch, from batch `place` on. */
export interface Share {
  readonly place: number;
  readonly of: number;
  /** Hands over what each of its training batches says, and gets what all of them say, batch by batch in their order. */
  gather(own: readonly (readonly BatchStatistics[])[]): Promise<readonly (readonly BatchStatistics[])[]>;
}

/** Receives a program's logits [images, classes] of the images from `from` on. */
export type ReadElsewhere = (program: number, logits: Value, from: number) => void;

/**
 * Runs programs in other processes, which know the same network and images; undefined where that is not worth their start.
 * @param anew whether statistics of batch normalization are estimated anew
 */
export type RunElsewhere = (programs: readonly StageProgram[], anew: boolean, read: ReadElsewhere, onFraction: (fraction: number) => Promise<void> | void) => Promise<void> | undefined;

/** Images of a batch where processes share them: at most so many, and so that all have as many batches. */
export function sharedBatch(images: number, most: number, processes: number): number {
  const batches = processes * Math.ceil(Math.ceil(images / most) / processes);
  return Math.ceil(images / batches);
}
