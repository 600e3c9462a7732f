import { z } from 'zod';
import type { StepMetrics } from '../training/execution';
import { anyNumber } from '../files/json-numbers';

const fraction = z.number().min(0).max(1);

/** A point of a run's history. Loss and accuracy of training are means over the batches since the last point, those of the test set are at this point. */
export const recordedPointSchema = z.strictObject({
  /** training steps done */
  step: z.int().positive(),
  /** epochs done */
  epoch: z.number().positive(),
  trainLoss: anyNumber,
  trainAccuracy: fraction,
  testLoss: anyNumber,
  testAccuracy: fraction,
  /** the final classifier after t = 0 … T blocks of the last stage, on the test images (J5) */
  earlyReadout: z
    .strictObject({
      stage: z.int().positive(),
      /** on which the statistics of batch normalization were estimated anew; absent: there are none, or the stored ones were used, as once by all runs */
      trainingImages: z.int().positive().optional(),
      accuracy: z.array(fraction).readonly(),
      loss: z.array(anyNumber).readonly(),
      entropy: z.array(anyNumber).readonly(),
    })
    .optional(),
  /** r = ‖∂L/∂h₁‖ / ‖∂L/∂h_last‖ on the first training images as one batch (J8, J9) */
  gradientRatio: anyNumber.optional(),
});

export type RecordedPoint = Readonly<z.output<typeof recordedPointSchema>>;
export const recordsSchema = z.array(recordedPointSchema);

/** Sums over the training batches since the last recorded point; part of a checkpoint, so that the next point is the same after an interruption. */
export const tallySchema = z.strictObject({ batches: z.int().nonnegative(), loss: z.number(), accuracy: z.number() });
export type Tally = Readonly<z.output<typeof tallySchema>>;

export const EMPTY_TALLY: Tally = { batches: 0, loss: 0, accuracy: 0 };

/** With one more batch. */
export function tallied(tally: Tally, { loss, accuracy }: StepMetrics): Tally {
  return { batches: tally.batches + 1, loss: tally.loss + loss, accuracy: tally.accuracy + accuracy };
}

/** Whether a point is recorded after a step, for so many points spread evenly over all steps. */
export function isRecorded(step: number, steps: number, points: number): boolean {
  const pointsAt = (done: number): number => Math.floor((done * points) / steps);
  return pointsAt(step) > pointsAt(step - 1);
}
