import { z } from 'zod';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import type { Measure } from '../../measuring/measure';
import { layoutOf, wholeStage, type StageProgram } from '../../measuring/programs/block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { readPrograms, type ProgramOptions } from '../../measuring/programs/run-programs';
import { keepReadouts, noReadouts, readoutColumns, readoutMeans, type ImageReadouts } from '../early-readout/measure';
import { readout, type Readout } from '../../measuring/readout';

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
  const { examples, programs, keep } = lastReadouts(network, set.size, { blocks, margin });
  await readPrograms(engine, network, programs, set, normalization, (i, logits, { labels, indices }) => keep(i, readout(logits, labels), indices[0]!), options);
  return examples;
}

/** Readouts of the last blocks, to be filled batch by batch. */
interface LastReadouts {
  readonly examples: BorderlineExamples;
  /** borderline by the margin behind the first of the blocks that are read out */
  readonly borderlineAtFirst: Uint8Array;
  /** one for each readout */
  readonly programs: readonly StageProgram[];
  readonly keep: (program: number, said: Readout, from: number) => void;
}

/** @throws Error where the last stage has no block */
function lastReadouts(network: MeasurableNetwork, images: number, { blocks, margin }: { readonly blocks: number; readonly margin: number }): LastReadouts {
  if (!Number.isInteger(blocks) || blocks < 1) throw new RangeError(`The last ${blocks} blocks cannot be read out: ask for a whole number from 1 on.`);
  const layout = layoutOf(network);
  const stage = layout.length;
  const last = wholeStage(layout[stage - 1] ?? 0).slice(-blocks);
  if (last.length === 0) throw new Error('The last stage of the network has no block, so there is nothing to read out early.');

  const readouts = last.map((block) => ({ block, ...noReadouts(images) }));
  const [borderline, borderlineAtFirst] = [new Uint8Array(images), new Uint8Array(images)];
  return {
    examples: { stage, readouts, borderline, alreadyCorrect: readouts[0]!.right },
    borderlineAtFirst,
    programs: last.map((block) => ({ stage, blocks: wholeStage(block) })),
    keep(program, said, from) {
      keepReadouts(readouts[program]!, said, from);
      const near = Uint8Array.from(said.margin, (m) => Number(Math.abs(m) < margin));
      if (program === 0) borderlineAtFirst.set(near, from);
      if (program === last.length - 1) borderline.set(near, from);
    },
  };
}

/**
 * Groups of images: borderline under the whole network; borderline behind the first of the blocks that are read out (ours: these did not
 * become borderline by what is then measured); right already there; all.
 */
export const IMAGE_GROUPS = ['borderline', 'borderline at first', 'already correct', 'all'] as const;

const borderlineRow = z.strictObject({
  stage: z.int().positive().describe('the last'),
  block: z.int().positive().describe('behind which the head reads out, within the stage'),
  group: z.enum(IMAGE_GROUPS),
  images: z.int().nonnegative().describe('images of the group'),
  ...readoutColumns,
});
export type BorderlineExamplesRow = z.output<typeof borderlineRow>;

/** {@link borderlineExamples} (J6), each group's means behind each of the last blocks; NaN where it has no image. */
export function borderlineReadouts({ blocks = 5, margin = BORDERLINE_MARGIN }: { readonly blocks?: number; readonly margin?: number } = {}): Measure<BorderlineExamplesRow> {
  return {
    name: 'borderlineExamples',
    row: borderlineRow,
    keys: ['stage', 'block', 'group'],
    over: 'images',
    settings: { blocks, margin },
    start({ network, set }) {
      const { examples: { stage, readouts, borderline, alreadyCorrect }, borderlineAtFirst, programs, keep } = lastReadouts(network, set.size, { blocks, margin });
      const members = { borderline, 'borderline at first': borderlineAtFirst, 'already correct': alreadyCorrect, all: undefined };
      const prepared = (): { readonly group: (typeof IMAGE_GROUPS)[number]; readonly images: Uint32Array; readonly said: readonly ImageReadouts[] }[] =>
        IMAGE_GROUPS.map((group) => {
          const images = placesOf(set.size, members[group]);
          return { group, images, said: readouts.map(({ right, loss, entropy }) => ({ right: Uint8Array.from(images, (n) => right[n]!), loss: ofImages(loss, images), entropy: ofImages(entropy, images) })) };
        });
      let groups: ReturnType<typeof prepared> | undefined;
      return {
        programs,
        onReadout: keep,
        rows(weights) {
          groups ??= prepared();
          const drawn = groups.map(({ images }) => images.map((n) => weights[n]!));
          return readouts.flatMap(({ block }, i) =>
            groups!.map(({ group, said }, g) => ({ stage, block, group, images: drawn[g]!.reduce((sum, weight) => sum + weight, 0), ...readoutMeans(said[i]!, drawn[g]!) })),
          );
        },
      };
    },
  };
}

/** Places in the set of a group's images. @param member 1: it is of the group; undefined: all are */
export function placesOf(images: number, member: Uint8Array | undefined): Uint32Array {
  const all = Uint32Array.from({ length: images }, (_, n) => n);
  return member ? all.filter((n) => member[n] === 1) : all;
}

/** Values of some images only, so that those of others, infinite ones too, have no part in a mean. */
export function ofImages(values: Float32Array, images: Uint32Array): Float32Array {
  return Float32Array.from(images, (n) => values[n]!);
}
