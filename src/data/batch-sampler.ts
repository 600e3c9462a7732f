import { z } from 'zod';
import { parseSettings } from '../settings/parse-settings';
import { augmentationSchema, drawPlacement } from './augmentation';
import { type Batch, type BatchOrder, makeBatch } from './batch';
import type { ImageSet, Normalization } from './dataset';
import { type NormalizationTable, normalizationTable } from './normalize';
import { type RandomGenerator, generatorStateSchema, restoreGenerator } from './random';

/** How a set is cut into training batches. */
export const batchSettingsSchema = z.strictObject({
  batchSize: z.number().int().positive(),
  /** What becomes of the images left at the end of an epoch: a smaller batch, or nothing (others are left next time). */
  lastBatch: z.enum(['keep', 'drop']),
  augmentation: augmentationSchema,
});

/** @see {@link batchSettingsSchema} */
export type BatchSettings = Readonly<z.infer<typeof batchSettingsSchema>>;

/** Where a sampler is; plain JSON. Settings and size are in it so that it is not restored into another sampler. */
export const samplerStateSchema = z.strictObject({
  settings: batchSettingsSchema,
  size: z.number().int().positive(),
  /** From 1; 0 before the first batch. */
  epoch: z.number().int().nonnegative(),
  /** Batches already drawn in this epoch. */
  step: z.number().int().nonnegative(),
  /** Before this epoch's shuffle: shuffling again from here gives its order again. */
  epochStart: generatorStateSchema,
  now: generatorStateSchema,
});

/** @see {@link samplerStateSchema} */
export type SamplerState = Readonly<z.infer<typeof samplerStateSchema>>;

/**
 * Endless training batches: every epoch shows each image once, in a new random order, augmented.
 *
 * @example
 * const sampler = new BatchSampler(mnist.train, mnist, { batchSize: 128, lastBatch: 'drop', augmentation: noAugmentation }, generator(seed, 'batches'));
 * for (let step = 0; step < epochs * sampler.batchesPerEpoch; step++) train(sampler.next());
 */
export class BatchSampler {
  readonly batchesPerEpoch: number;
  readonly #set: ImageSet;
  readonly #settings: BatchSettings;
  readonly #table: NormalizationTable;
  readonly #order: Int32Array;
  #generator: RandomGenerator;
  #epochStart: SamplerState['epochStart'];
  #epoch = 0;
  #step = 0;

  /**
   * @param generator - drawn from by this sampler alone from now on
   * @throws RangeError if the settings do not fit the set
   */
  constructor(set: ImageSet, normalization: Normalization, settings: BatchSettings, generator: RandomGenerator) {
    const { batchSize, lastBatch, augmentation } = parseSettings(batchSettingsSchema, settings, 'batch settings');
    const side = Math.min(set.shape[0], set.shape[1]);
    if (batchSize > set.size) {
      throw new RangeError(`A batch of ${batchSize} is larger than the set of ${set.size} images: use a smaller batch size.`);
    }
    if (augmentation.translation >= side) {
      throw new RangeError(`A translation by ${augmentation.translation} pixels moves images of ${side} pixels out of sight: use a smaller one.`);
    }
    this.#set = set;
    this.#settings = { batchSize, lastBatch, augmentation };
    this.#table = normalizationTable(normalization, set.shape[2]);
    this.#order = new Int32Array(set.size);
    this.#generator = generator;
    this.#epochStart = generator.state();
    this.batchesPerEpoch = lastBatch === 'drop' ? Math.floor(set.size / batchSize) : Math.ceil(set.size / batchSize);
  }

  /** The epoch of the batch drawn last, from 1; 0 before the first. */
  get epoch(): number {
    return this.#epoch;
  }

  /** Batches drawn in this epoch so far; equal to {@link batchesPerEpoch} when the epoch is complete. */
  get step(): number {
    return this.#step;
  }

  /** The next batch; starts a new epoch when this one is complete. */
  next(): Batch {
    return this.batchOf(this.nextOrder());
  }

  /** The pixels of a batch of this sampler's set. */
  batchOf({ indices, placements }: BatchOrder): Batch {
    return makeBatch(this.#set, this.#table, indices, (item) => placements[item]!);
  }

  /** The next batch as image numbers and placements, for those who hold the images themselves. */
  nextOrder(): BatchOrder {
    if (this.#epoch === 0 || this.#step === this.batchesPerEpoch) {
      this.#epochStart = this.#generator.state();
      this.#shuffle();
      this.#epoch++;
      this.#step = 0;
    }
    const { batchSize, augmentation } = this.#settings;
    const indices = this.#order.slice(this.#step * batchSize, (this.#step + 1) * batchSize);
    this.#step++;
    return { indices, placements: Array.from(indices, () => drawPlacement(augmentation, this.#generator)) };
  }

  /** A copy of where this sampler is, for {@link restore}. */
  state(): SamplerState {
    return {
      settings: this.#settings,
      size: this.#set.size,
      epoch: this.#epoch,
      step: this.#step,
      epochStart: this.#epochStart,
      now: this.#generator.state(),
    };
  }

  /**
   * Goes to where another sampler of the same set and settings was: the batches that follow are the same, bit by bit.
   *
   * @throws RangeError if `state` is not a sampler's state, or that of a sampler of another set size or other settings
   */
  restore(state: SamplerState): void {
    const { settings, size, epoch, step, epochStart, now } = parseSettings(samplerStateSchema, state, 'saved position in the batches');
    if (size !== this.#set.size || !sameSettings(settings, this.#settings)) {
      throw new RangeError(
        `The saved position belongs to batches of ${describe(settings, size)}, not of ${describe(this.#settings, this.#set.size)}: continue with the former.`,
      );
    }
    if (step > this.batchesPerEpoch || (epoch === 0 && step > 0)) {
      throw new RangeError(`The saved position (epoch ${epoch}, batch ${step}) lies outside the epoch of ${this.batchesPerEpoch} batches: it is damaged.`);
    }
    this.#epochStart = epochStart;
    this.#generator = restoreGenerator(epochStart);
    if (epoch > 0) this.#shuffle();
    this.#generator = restoreGenerator(now);
    this.#epoch = epoch;
    this.#step = step;
  }

  /** From the official order each time, so that an epoch's order depends on its first generator state alone. */
  #shuffle(): void {
    for (let index = 0; index < this.#order.length; index++) this.#order[index] = index;
    this.#generator.shuffle(this.#order);
  }
}

function sameSettings(a: BatchSettings, b: BatchSettings): boolean {
  return (
    a.batchSize === b.batchSize &&
    a.lastBatch === b.lastBatch &&
    a.augmentation.horizontalFlip === b.augmentation.horizontalFlip &&
    a.augmentation.translation === b.augmentation.translation
  );
}

function describe({ batchSize, lastBatch, augmentation }: BatchSettings, size: number): string {
  const flip = augmentation.horizontalFlip ? 'with' : 'without';
  return `${batchSize} of ${size} images (last batch: ${lastBatch}, ${flip} flips, translation ${augmentation.translation})`;
}
