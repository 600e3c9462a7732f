import { z } from 'zod';
import { blockDrop } from '../../ideas/block-drop/measure';
import { cosineLoss } from '../../ideas/cosine-loss/measure';
import { l2Ratio } from '../../ideas/l2-ratio/measure';
import { measureBlocks } from '../../measuring/gradients/block-pass';
import { lossChange, taylorTerm } from '../../ideas/taylor-term/measure';
import { take, type ImageSet } from '../../data/dataset';
import { anyNumber } from '../../files/json-numbers';
import { measurePrograms } from '../../measuring/programs/program-analysis';
import type { MeasuredSubject, OnFraction } from './subject';

/** Blocks are measured on so many images from the front of each set, or on all where there are fewer (ours). */
export const BLOCK_IMAGES = 500;

const accuracy = z.number().min(0).max(1);
/** NaN: no image has a value. */
const mean = anyNumber;

/** JAB18's J1 to J4 of every block of a network: means over images. */
export const blocksSchema = z.array(
  z.strictObject({
    set: z.enum(['test', 'training']),
    /** images, from the front of the set */
    images: z.int().positive(),
    /** of the whole network on these images */
    accuracy,
    blocks: z.array(
      z.strictObject({
        stage: z.int().positive(),
        /** within the stage, from 1 */
        block: z.int().positive(),
        /** J2, over the images for which it is defined */
        cosineLoss: mean,
        /** images whose cosine is defined */
        directed: z.int().nonnegative(),
        /** J3 */
        l2Ratio: mean,
        /** J4: accuracy with this block alone dropped */
        accuracyWithout: accuracy,
        /** J1: mean |F·∂L/∂h| over images */
        taylorTerm: mean,
        /** J1: mean over images of |true change of the loss − first-order term| */
        taylorRemainder: mean,
      }),
    ),
  }),
);

export type MeasuredBlocks = z.output<typeof blocksSchema>;

/** About the shares of the two halves of the work, for the progress only. */
const GRADIENT_SHARE = 0.7;

/** Measures every block on the first {@link BLOCK_IMAGES} test and training images. */
export async function measureEachBlock(subject: MeasuredSubject, onFraction: OnFraction): Promise<MeasuredBlocks> {
  const sets = [['test', subject.data.test], ['training', subject.data.train]] as const;
  const measured: MeasuredBlocks = [];
  for (const [i, [set, all]] of sets.entries()) {
    const images = take(all, Math.min(all.size, BLOCK_IMAGES));
    const done: OnFraction = (fraction) => onFraction((i + fraction) / sets.length);
    measured.push({ set, images: images.size, ...(await onImages(subject, images, done)) });
  }
  return measured;
}

async function onImages({ engine, network, data }: MeasuredSubject, images: ImageSet, onFraction: OnFraction): Promise<Pick<MeasuredBlocks[number], 'accuracy' | 'blocks'>> {
  const perImage = await measureBlocks(engine, network, images, data, { cosineLoss, l2Ratio, taylorTerm, lossChange }, {
    onFraction: (fraction) => onFraction(GRADIENT_SHARE * fraction),
  });
  const { outcomes } = await measurePrograms(engine, network, { blockDrop }, images, data, {
    onFraction: (fraction) => onFraction(GRADIENT_SHARE + (1 - GRADIENT_SHARE) * fraction),
  });
  const without = new Map(outcomes.blockDrop.stages.map(({ stage, accuracy }) => [stage, accuracy]));
  return {
    accuracy: outcomes.blockDrop.whole,
    blocks: perImage.map(({ stage, block, ...values }) => {
      const directed = values.cosineLoss.filter((value) => !Number.isNaN(value));
      return {
        stage,
        block,
        cosineLoss: meanOf(directed),
        directed: directed.length,
        l2Ratio: meanOf(values.l2Ratio.filter((value) => !Number.isNaN(value))),
        accuracyWithout: without.get(stage)![block - 1]!,
        taylorTerm: meanOf(values.taylorTerm.map(Math.abs)),
        taylorRemainder: meanOf(values.lossChange.map((change, n) => Math.abs(change - values.taylorTerm[n]!))),
      };
    }),
  };
}

/** In double precision; NaN for no value. */
function meanOf(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
