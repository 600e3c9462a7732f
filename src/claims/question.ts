import type { BlockRow, ReadoutRow, RunEarlyReadoutRow } from '../tables/tables';
import type { Asked } from './over-seeds';

/** A block of one network on one set of images; what was not measured of it is NaN. */
export type BlockNumbers = Pick<BlockRow, 'stage' | 'block' | 'cosineLoss' | 'l2Ratio' | 'chance' | 'accuracy' | 'accuracyWithout' | 'taylorTerm' | 'taylorRemainder'>;

/** A group of images behind an extra step of the last block (J7). */
export interface UnrolledNumbers {
  readonly scale: number;
  readonly step: number;
  readonly group: string;
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
  readonly cosineLoss: number;
}

/** What was measured of one network on one set of images, as far as questions are asked of it; empty: it was not measured. */
export interface NetworkNumbers {
  readonly blocks: readonly BlockNumbers[];
  readonly readouts: readonly Omit<ReadoutRow, Exclude<keyof RunEarlyReadoutRow, 'block' | 'accuracy' | 'loss' | 'entropy'>>[];
  /** at every recorded point of the training, or of a network as it is (epoch 0) */
  readonly earlyReadouts: readonly Pick<RunEarlyReadoutRow, 'epoch' | 'block' | 'accuracy'>[];
  readonly unrolling: readonly UnrolledNumbers[];
  /** ln of the loss of other images behind the last extra step over that before; null: not measured */
  readonly unrolledLoss: number | null;
}

/** What is asked of a network: a claim in words, what is computed of its numbers (ours), and how that decides. */
export interface Question extends Asked {
  /** sets of images that it is asked on, over seeds; the test images unless said */
  readonly on?: readonly BlockRow['set'][];
  /**
   * Of one network; several values (blocks) that belong together are each judged by itself. null: it was not measured, or has no part in it.
   * @param whole the same network's numbers on all images, where a choice must not change with the draw of the images
   */
  readonly value: (numbers: NetworkNumbers, whole: NetworkNumbers) => number | readonly number[] | null;
  /** images that enter, where those are not all */
  readonly images?: (whole: NetworkNumbers) => number;
}

/** What is asked of two networks of the same seed, or on the same images: the value of the one minus that of the other. */
export interface PairQuestion extends Asked {
  readonly value: (numbers: NetworkNumbers) => number | null;
}
