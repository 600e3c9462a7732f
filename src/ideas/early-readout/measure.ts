import { z } from 'zod';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { anyNumber } from '../../files/json-numbers';
import type { Measure } from '../../measuring/measure';
import { layoutOf, wholeStage, type StageProgram } from '../../measuring/programs/block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { readPrograms, type ProgramOptions, type ReadLogits } from '../../measuring/programs/run-programs';
import { readout, type Readout } from '../../measuring/readout';
import { weightedMean, type Weights } from '../../statistics/bootstrap';

/** What a classifier says of every image: 1 where it is right; cross-entropy and entropy in nats. */
export interface ImageReadouts {
  readonly right: Uint8Array;
  readonly loss: Float32Array;
  readonly entropy: Float32Array;
}

/** What the final classifier says after t = 0 … T blocks of the last stage: means over images. */
export interface EarlyReadout {
  /** the last one, from 1 */
  readonly stage: number;
  /** [T + 1] fraction of images that are right */
  readonly accuracy: readonly number[];
  /** [T + 1] cross-entropy in nats */
  readonly loss: readonly number[];
  /** [T + 1] entropy of the predicted probabilities in nats */
  readonly entropy: readonly number[];
  /** [T + 1] of every image, [images] each, for intervals */
  readonly images: readonly ImageReadouts[];
}

/**
 * Early readout (JAB18, J5, **stated**): the final classifier after every block of the last stage. JAB18 finds that accuracy
 * rises gradually with depth.
 * @throws Error when the last stage has no block
 */
export async function earlyReadout(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  options?: ProgramOptions,
): Promise<EarlyReadout> {
  const { stage, programs } = lastStage(network);
  const images = programs.map(() => noReadouts(set.size));
  const read: ReadLogits = (t, logits, { labels, indices }) => keepReadouts(images[t]!, readout(logits, labels), indices[0]!);
  await readPrograms(engine, network, programs, set, normalization, read, options);
  const means = (measure: keyof ImageReadouts): number[] => images.map((each) => mean(each[measure]));
  return { stage, accuracy: means('right'), loss: means('loss'), entropy: means('entropy'), images };
}

function mean(values: Float32Array | Uint8Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total / values.length;
}

/** The last stage, and programs that end after t = 0 … T of its blocks. @throws Error where it has none */
function lastStage(network: MeasurableNetwork): { readonly stage: number; readonly programs: readonly StageProgram[] } {
  const layout = layoutOf(network);
  const stage = layout.length;
  const blocks = layout[stage - 1] ?? 0;
  if (blocks === 0) throw new Error('The last stage of the network has no block, so there is nothing to read out early.');
  return { stage, programs: [0, ...wholeStage(blocks)].map((t) => ({ stage, blocks: wholeStage(t) })) };
}

/** Of as many images, to be filled by {@link keepReadouts}. */
export function noReadouts(images: number): ImageReadouts {
  return { right: new Uint8Array(images), loss: new Float32Array(images), entropy: new Float32Array(images) };
}

/** Writes down what the head says of a batch. @param from the first image's place */
export function keepReadouts(into: ImageReadouts, said: Readout, from: number): void {
  for (const what of ['right', 'loss', 'entropy'] as const) into[what].set(said[what], from);
}

/** Columns of what a classifier says of images: means. */
export const readoutColumns = {
  accuracy: anyNumber.describe('fraction of images that are right'),
  loss: anyNumber.describe('cross-entropy in nats'),
  entropy: anyNumber.describe('entropy of the predicted probabilities in nats'),
};

/** Means over the drawn images. */
export function readoutMeans({ right, loss, entropy }: ImageReadouts, weights: Weights): Record<keyof typeof readoutColumns, number> {
  return { accuracy: weightedMean(right, weights), loss: weightedMean(loss, weights), entropy: weightedMean(entropy, weights) };
}

const readoutRow = z.strictObject({
  stage: z.int().positive().describe('the last'),
  block: z.int().nonnegative().describe('blocks of the stage that ran before the head; 0: its transition alone'),
  ...readoutColumns,
});
export type EarlyReadoutRow = z.output<typeof readoutRow>;

/** {@link earlyReadout} (J5), batch norm's statistics estimated anew where they can be. */
export const earlyReadouts: Measure<EarlyReadoutRow> = {
  name: 'earlyReadout',
  row: readoutRow,
  keys: ['stage', 'block'],
  over: 'images',
  start({ network, set }) {
    const { stage, programs } = lastStage(network);
    const images = programs.map(() => noReadouts(set.size));
    return {
      programs,
      onReadout: (t, said, from) => keepReadouts(images[t]!, said, from),
      rows: (weights) => images.map((each, block) => ({ stage, block, ...readoutMeans(each, weights) })),
    };
  },
};
