import { batchesInOrder, MEASURING_BATCH } from '../data/batch';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import type { MeasurableNetwork } from '../indices/measurable-network';
import { lastBlocks } from './last-blocks';
import { readout } from './readout';

/** An example is borderline if |p(correct) − largest other p| is below this (ours: JAB18 says "under 10 %" of one probability or their difference). */
export const BORDERLINE_MARGIN = 0.1;

/** What the final classifier says of every image behind a block of the last stage. */
export interface BlockReadout {
  /** from 1 */
  readonly block: number;
  /** each image's cross-entropy in nats */
  readonly loss: Float32Array;
  /** 1: right */
  readonly right: Uint8Array;
  /** −Σ p log p in nats */
  readonly entropy: Float32Array;
}

/** The last blocks of the last stage read out (J6), and which images belong to which group (1: they do). */
export interface BorderlineExamples {
  /** the last one, from 1 */
  readonly stage: number;
  /** in order; the last of them is the whole network */
  readonly readouts: readonly BlockReadout[];
  /** |p(correct) − largest other p| below the margin under the whole network */
  readonly borderline: Uint8Array;
  /** right already behind the first of the blocks that are read out (ours: JAB18 does not say when) */
  readonly alreadyCorrect: Uint8Array;
}

/**
 * Borderline examples (J6; JAB18, stated: examples that a change of under 10 % in probability flips to or from the correct
 * class): the state behind each of the last blocks of the last stage goes straight to the head.
 * @param options.blocks how many of the last blocks (JAB18: 5); all if there are fewer
 * @param options.margin see {@link BORDERLINE_MARGIN}
 * @param afterBatch called with the fraction done; throw to stop
 * @throws Error when the last stage has no blocks
 */
export async function borderlineExamples(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  { blocks = 5, margin = BORDERLINE_MARGIN }: { readonly blocks?: number; readonly margin?: number } = {},
  afterBatch: (fraction: number) => Promise<void> | void = () => undefined,
): Promise<BorderlineExamples> {
  if (!Number.isInteger(blocks) || blocks < 1) throw new RangeError(`The last ${blocks} blocks cannot be read out: ask for a whole number from 1 on.`);
  const { tf } = engine;
  const ops = new Operations(engine.kernels);
  const { stage, layers, stateBefore } = lastBlocks(engine, network, blocks);
  const numbers = (): Float32Array => new Float32Array(set.size);
  const readouts = layers.map(({ block }) => ({ block, loss: numbers(), right: new Uint8Array(set.size), entropy: numbers() }));
  const borderline = new Uint8Array(set.size);

  let done = 0;
  for (const batch of batchesInOrder(set, normalization, MEASURING_BATCH)) {
    tf.tidy(() => {
      let state = stateBefore(batch);
      layers.forEach(({ layer }, i) => {
        state = ops.scope(() => layer(ops, state));
        const { loss, right, entropy, margin: margins } = readout(network.head(ops, state), batch.labels);
        readouts[i]!.loss.set(loss, done);
        readouts[i]!.right.set(right, done);
        readouts[i]!.entropy.set(entropy, done);
        if (i === layers.length - 1) borderline.set(Array.from(margins, (m) => Number(Math.abs(m) < margin)), done);
      });
    });
    done += batch.labels.length;
    await afterBatch(done / set.size);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { stage, readouts, borderline, alreadyCorrect: readouts[0]!.right };
}
