import { z } from 'zod';
import { meanLoss } from './mean-loss';
import type { UnrolledNetwork } from './measure';
import { bootstrap, weightedMean } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

export const UNROLLING_MEASURES = ['loss', 'accuracy', 'borderlineAccuracy', 'cosineLoss'] as const;

const unrollingSchema = z.strictObject({
  ...imageFields,
  /** a of h ← h + a F(h). */
  scale: z.number().positive(),
  /** Extra steps; 0: the network as it is. */
  step: z.int().nonnegative(),
  /**
   * Cross-entropy in nats, fraction of images that are right, that of the images that are borderline under the network as it
   * is, and cosine of F(h) with ∂L/∂h before the step.
   */
  measure: z.enum(UNROLLING_MEASURES),
});

export type UnrollingRow = z.infer<typeof unrollingSchema>;

/** One row for each network, set of images, scale, step and measure (J7): the mean over images. */
export const unrollingTable = tableKind('unrolling', unrollingSchema);

/** Means behind every extra step of the last block (J7). */
export function unrollingMeans(of: OnImages, { unrolled, borderline }: UnrolledNetwork): UnrollingRow[] {
  const amongBorderline = (right: Uint8Array): Float32Array => Float32Array.from(right, (value, n) => (borderline[n] ? value : Number.NaN));
  return unrolled.flatMap(({ scale, steps }) => {
    const values = steps.map(({ loss, right, cosineLoss }) => ({ loss, accuracy: right, borderlineAccuracy: amongBorderline(right), cosineLoss }));
    const intervals = bootstrap(borderline.length, (weights) =>
      values.map(({ loss, accuracy, borderlineAccuracy, cosineLoss }) => ({
        loss: meanLoss(loss, weights),
        accuracy: weightedMean(accuracy, weights),
        borderlineAccuracy: weightedMean(borderlineAccuracy, weights),
        cosineLoss: weightedMean(cosineLoss, weights),
      })),
    );
    return steps.flatMap(({ step }, i) =>
      UNROLLING_MEASURES.map((measure) => {
        const n = Array.from<number>(values[i]![measure]).filter((value) => !Number.isNaN(value)).length;
        return { ...of, scale, step, measure, ...intervalFields(intervals[i]![measure], n) };
      }),
    );
  });
}
