import { z } from 'zod';
import { BORDERLINE_MARGIN } from '../../ideas/borderline-examples/measure';
import { readout } from '../../measuring/readout';
import { labelsPerImage } from '../../data/dataset';
import { numbersOf } from '../../engine/tensors';
import { anyNumber } from '../../files/json-numbers';
import { layoutOf, programsOfStages, wholeStage, type StageProgram } from '../../measuring/programs/block-programs';
import { readPrograms } from '../../measuring/programs/run-programs';
import type { ImageResults } from './image-results';
import type { MeasuredSubject, OnFraction } from './subject';

/** How many of the last blocks are read out for J6 (JAB18: 5). */
const READOUT_BLOCKS = 5;

export const IMAGE_GROUPS = ['borderline', 'already correct', 'all'] as const;

const count = z.int().nonnegative();
/** NaN: the group has no image. */
const mean = anyNumber;

/** What a network says of its test images, in sum; image by image it is in {@link ImageResults}. */
export const imagesSchema = z.strictObject({
  images: z.int().positive(),
  /** how many images the drop of one block flips */
  blocks: z.array(z.strictObject({ stage: z.int().positive(), block: z.int().positive(), toRight: count, toWrong: count })),
  /** the final classifier behind each of the last blocks of the last stage (J6): means over each group of images */
  readouts: z.array(
    z.strictObject({ block: z.int().positive(), group: z.enum(IMAGE_GROUPS), images: count, accuracy: mean, loss: mean, entropy: mean }),
  ),
});

export type MeasuredImages = z.output<typeof imagesSchema>;

/** Every test image under the whole network, with each single block dropped, and read out behind each of the last blocks. */
export async function measureImages(
  { engine, network, data }: MeasuredSubject,
  onFraction: OnFraction,
): Promise<{ readonly summary: MeasuredImages; readonly results: ImageResults }> {
  const set = data.test;
  const n = labelsPerImage(set);
  const layout = layoutOf(network);
  const last = { stage: layout.length, blocks: wholeStage(layout[layout.length - 1]!) };
  const dropped = layout.flatMap((blocks, s) => wholeStage(blocks).map((block) => ({ stage: s + 1, block })));
  const read = last.blocks.slice(-READOUT_BLOCKS);
  const programs: StageProgram[] = [
    last,
    ...programsOfStages(layout, (blocks) => wholeStage(blocks).map((block) => wholeStage(blocks).filter((other) => other !== block))),
    ...read.map((block) => ({ stage: last.stage, blocks: wholeStage(block) })),
  ];

  const said = () => ({ right: new Uint8Array(set.size), loss: new Float32Array(set.size), entropy: new Float32Array(set.size) });
  const predicted = new Uint8Array(set.size * n);
  const margin = new Float32Array(set.size);
  const under = programs.map(said);
  await readPrograms(engine, network, programs, set, data, (program, logits, { labels, indices }) => {
    const own = readout(logits, labels);
    const from = indices[0]!;
    for (const what of ['right', 'loss', 'entropy'] as const) under[program]![what].set(own[what], from);
    if (program > 0) return;
    margin.set(own.margin, from);
    predicted.set(highest(numbersOf(logits), indices.length, n), from * n);
  }, { onFraction });

  const [whole, ...others] = under;
  const results: ImageResults = {
    labels: Uint8Array.from(set.labels),
    predicted,
    right: whole!.right,
    loss: whole!.loss,
    entropy: whole!.entropy,
    margin,
    dropped: dropped.map((place, i) => ({ ...place, right: others[i]!.right })),
  };
  return { summary: { images: set.size, blocks: flips(results), readouts: readouts(read, others.slice(dropped.length), margin) }, results };
}

function flips({ right, dropped }: ImageResults): MeasuredImages['blocks'] {
  return dropped.map(({ stage, block, right: without }) => ({
    stage,
    block,
    toRight: without.reduce((sum, now, i) => sum + Number(now > right[i]!), 0),
    toWrong: without.reduce((sum, now, i) => sum + Number(now < right[i]!), 0),
  }));
}

/** What the classifier says behind each block, of each group of images. @param margin of the whole network */
function readouts(blocks: readonly number[], said: readonly Pick<ImageResults, 'right' | 'loss' | 'entropy'>[], margin: Float32Array): MeasuredImages['readouts'] {
  const members: Record<(typeof IMAGE_GROUPS)[number], (i: number) => boolean> = {
    borderline: (i) => Math.abs(margin[i]!) < BORDERLINE_MARGIN,
    'already correct': (i) => said[0]!.right[i] === 1,
    all: () => true,
  };
  return blocks.flatMap((block, t) =>
    IMAGE_GROUPS.map((group) => {
      const { right, loss, entropy } = said[t]!;
      const own = (values: Uint8Array | Float32Array): Float64Array => Float64Array.from(values).filter((_, i) => members[group](i));
      return { block, group, images: own(right).length, accuracy: meanOf(own(right)), loss: meanOf(own(loss)), entropy: meanOf(own(entropy)) };
    }),
  );
}

function meanOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** [images · n]: for each image the n classes of the highest logits, the highest first; of equal ones the first. */
function highest(logits: Float32Array, images: number, n: number): Uint8Array {
  const classes = logits.length / images;
  const chosen = new Uint8Array(images * n);
  for (let i = 0; i < images; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const order = Array.from(row.keys()).sort((a, b) => row[b]! - row[a]! || a - b);
    chosen.set(order.slice(0, n), i * n);
  }
  return chosen;
}
