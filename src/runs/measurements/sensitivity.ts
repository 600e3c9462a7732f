import { mean } from 'simple-statistics';
import { z } from 'zod';
import { randomBlockDrop } from '../../ideas/controls/random-blocks';
import { labelsPerImage, take } from '../../data/dataset';
import { anyNumber } from '../../files/json-numbers';
import { convergenceIndex } from '../../ideas/indices/convergence-index';
import { threeIndices } from '../../ideas/indices/measure';
import { measurePrograms } from '../../measuring/programs/program-analysis';
import { recurrenceIndex } from '../../ideas/indices/recurrence-index';
import type { Normalization } from '../../networks/definition';
import { chanceAccuracy } from '../../objectives/right';
import type { MeasuredSubject, OnFraction } from './subject';

/** Test images, and training images for new statistics, from the front of each set; all where there are fewer (ours). */
export const SENSITIVITY_IMAGES = 500;
/** Different choices of k blocks, for each k (ours). */
const DRAWS = 5;

const index = anyNumber;
const indices = { convergenceIndex: index, recurrenceIndex: index, divergenceIndex: index };

/** The indices of a network under other definitions than ours; what the end points of curves say follows from the curves. */
export const sensitivitySchema = z.strictObject({
  /** test images */
  images: z.int().positive(),
  /**
   * Random blocks dropped in place of the last ones: CI the area under that curve, RI 1 − its mean distance from the early
   * readout (ours). The Divergence Index drops none.
   */
  randomBlocks: z.strictObject({ draws: z.int().positive(), convergenceIndex: index, recurrenceIndex: index }),
  /** statistics of batch normalization estimated anew under every program; `null` without batch normalization */
  reestimated: z.strictObject({ trainingImages: z.int().positive(), ...indices }).nullable(),
});

export type MeasuredSensitivity = z.output<typeof sensitivitySchema>;

/** Re-estimated statistics take two sets through the tree of programs: most of the work, for the progress. */
const REESTIMATED_SHARE = 0.6;

/** @throws Error when no stage has two or more blocks */
export async function measureSensitivity(
  { engine, network, data }: MeasuredSubject,
  { normalization, seed }: { readonly normalization: Normalization; readonly seed: number },
  onFraction: OnFraction,
): Promise<MeasuredSensitivity> {
  const test = take(data.test, Math.min(data.test.size, SENSITIVITY_IMAGES));
  const training = take(data.train, Math.min(data.train.size, SENSITIVITY_IMAGES));
  const chance = chanceAccuracy(data.classes.length, labelsPerImage(data.test));
  const analyses = { ours: threeIndices(chance), random: randomBlockDrop({ draws: DRAWS, seed, chance }) };
  const share = normalization === 'batch' ? 1 - REESTIMATED_SHARE : 1;
  const { outcomes } = await measurePrograms(engine, network, analyses, test, data, { onFraction: (fraction) => onFraction(share * fraction) });
  const curves = outcomes.random.map(({ stage, curve }) => {
    const early = outcomes.ours.stages.find((own) => own.stage === stage)!.curves['early readout'].normalizedAccuracy;
    return { random: curve.normalizedAccuracy, early };
  });
  return {
    images: test.size,
    randomBlocks: {
      draws: DRAWS,
      convergenceIndex: mean(curves.map(({ random }) => convergenceIndex(random))),
      recurrenceIndex: mean(curves.map(({ random, early }) => recurrenceIndex(early, random))),
    },
    reestimated: normalization === 'batch' ? await reestimated() : null,
  };

  async function reestimated(): Promise<MeasuredSensitivity['reestimated']> {
    const again = await measurePrograms(engine, network, { ours: analyses.ours }, test, data, {
      training,
      onFraction: (fraction) => onFraction(share + (1 - share) * fraction),
    });
    const { convergenceIndex, recurrenceIndex, divergenceIndex } = again.outcomes.ours;
    return { trainingImages: training.size, convergenceIndex, recurrenceIndex, divergenceIndex };
  }
}
