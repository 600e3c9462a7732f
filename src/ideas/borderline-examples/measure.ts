import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { layoutOf, wholeStage } from '../../measuring/programs/block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { readPrograms, type ProgramOptions } from '../../measuring/programs/run-programs';
import type { ImageReadouts } from '../early-readout/measure';
import { readout } from '../../measuring/readout';

/** An example is borderline if |p(correct) − largest other p| is below this (ours: JAB18 does not say if "under 10 %" counts once or twice). */
export const BORDERLINE_MARGIN = 0.1;

/** What the final classifier says of every image behind a block of the last stage. */
export interface BlockReadout extends ImageReadouts {
  /** from 1 */
  readonly block: number;
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

export interface BorderlineOptions extends ProgramOptions {
  /** how many of the last blocks are read out (JAB18: 5); all if there are fewer */
  readonly blocks?: number;
  /** see {@link BORDERLINE_MARGIN} */
  readonly margin?: number;
}

/**
 * Borderline examples (J6; JAB18, stated: examples that a change of under 10 % in probability flips to or from the correct
 * class): the state behind each of the last blocks of the last stage goes straight to the head.
 * @throws Error before any work when the last stage has no block
 */
export async function borderlineExamples(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  { blocks = 5, margin = BORDERLINE_MARGIN, ...options }: BorderlineOptions = {},
): Promise<BorderlineExamples> {
  if (!Number.isInteger(blocks) || blocks < 1) throw new RangeError(`The last ${blocks} blocks cannot be read out: ask for a whole number from 1 on.`);
  const layout = layoutOf(network);
  const stage = layout.length;
  const last = wholeStage(layout[stage - 1] ?? 0).slice(-blocks);
  if (last.length === 0) throw new Error('The last stage of the network has no block, so there is nothing to read out early.');

  const readouts = last.map((block) => ({ block, loss: new Float32Array(set.size), right: new Uint8Array(set.size), entropy: new Float32Array(set.size) }));
  const borderline = new Uint8Array(set.size);
  const programs = last.map((block) => ({ stage, blocks: wholeStage(block) }));
  await readPrograms(
    engine,
    network,
    programs,
    set,
    normalization,
    (i, logits, { labels, indices }) => {
      const said = readout(logits, labels);
      for (const what of ['loss', 'right', 'entropy'] as const) readouts[i]![what].set(said[what], indices[0]);
      if (i === last.length - 1) borderline.set(Array.from(said.margin, (m) => Number(Math.abs(m) < margin)), indices[0]);
    },
    options,
  );
  return { stage, readouts, borderline, alreadyCorrect: readouts[0]!.right };
}
