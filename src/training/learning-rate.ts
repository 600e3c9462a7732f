import { z } from 'zod';

const rate = z.number().positive();

/** How the learning rate goes; steps are counted over the whole training. */
export const learningRateSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('constant'), rate }),
  /** rates[i] holds until epoch until[i]; the last one to the end (JAB18's schedules) */
  z.strictObject({ kind: z.literal('steps'), rates: z.array(rate).min(1), until: z.array(z.number().positive()) }),
  /** up from peak/25 over the first 30 % of steps and down to peak/250000, both as a cosine (Smith & Topin 2019; PyTorch's OneCycleLR) */
  z.strictObject({ kind: z.literal('oneCycle'), peak: rate }),
]);

export type LearningRate = z.output<typeof learningRateSchema>;

/**
 * The learning rate of one step.
 * @param step from 0
 */
export function learningRateAt(schedule: LearningRate, step: number, stepsPerEpoch: number, epochs: number): number {
  switch (schedule.kind) {
    case 'constant':
      return schedule.rate;
    case 'steps': {
      const epoch = step / stepsPerEpoch;
      const i = schedule.until.findIndex((until) => epoch < until);
      return schedule.rates[i < 0 ? schedule.rates.length - 1 : i]!;
    }
    case 'oneCycle': {
      const last = epochs * stepsPerEpoch - 1;
      const top = Math.max(0.3 * (last + 1) - 1, 1e-9);
      const { peak } = schedule;
      return step <= top ? cosine(peak / 25, peak, step / top) : cosine(peak, peak / 25 / 1e4, (step - top) / Math.max(last - top, 1e-9));
    }
  }
}

/** From `start` at 0 to `end` at 1 along half a cosine. */
function cosine(start: number, end: number, fraction: number): number {
  return end + ((start - end) / 2) * (1 + Math.cos(Math.PI * fraction));
}
