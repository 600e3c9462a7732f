import { z } from 'zod';
import type { BorderlineExamples } from './measure';
import { bootstrap, weightedMean } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

export const GROUPS = ['borderline', 'already correct', 'all'] as const;
export type Group = (typeof GROUPS)[number];
export const READOUT_MEASURES = ['accuracy', 'loss', 'entropy'] as const;

const borderlineSchema = z.strictObject({
  ...imageFields,
  /** The last stage. */
  stage: z.int().positive(),
  /** The block behind which the final classifier reads out, within the stage, from 1. */
  block: z.int().positive(),
  group: z.enum(GROUPS),
  /** Fraction of images that are right; cross-entropy and entropy in nats. */
  measure: z.enum(READOUT_MEASURES),
});

export type BorderlineRow = z.infer<typeof borderlineSchema>;

/** One row for each network, set of images, block, group and measure (J6): the mean over the group's images. */
export const borderlineTable = tableKind('borderline examples', borderlineSchema);

/** Accuracy, loss and entropy of each group behind each of the last blocks (J6). */
export function borderlineMeans(of: OnImages, examples: BorderlineExamples): BorderlineRow[] {
  const { stage, readouts, borderline } = examples;
  const values = readouts.map((readout) =>
    GROUPS.map((group) => {
      const within = groupValues(examples, group);
      return { accuracy: within(readout.right), loss: within(readout.loss), entropy: within(readout.entropy) };
    }),
  );
  const intervals = bootstrap(borderline.length, (weights) =>
    values.map((groups) => groups.map(({ accuracy, loss, entropy }) => ({ accuracy: weightedMean(accuracy, weights), loss: weightedMean(loss, weights), entropy: weightedMean(entropy, weights) }))),
  );
  return readouts.flatMap(({ block }, i) =>
    GROUPS.flatMap((group, g) => {
      const n = values[i]![g]!.accuracy.reduce((count, value) => count + Number(!Number.isNaN(value)), 0);
      return READOUT_MEASURES.map((measure) => ({ ...of, stage, block, group, measure, ...intervalFields(intervals[i]![g]![measure], n) }));
    }),
  );
}

/** Keeps the values of a group's images; those of others become NaN. */
export function groupValues({ borderline, alreadyCorrect }: Pick<BorderlineExamples, 'borderline' | 'alreadyCorrect'>, group: Group): (values: ArrayLike<number>) => Float32Array {
  const member = { borderline, 'already correct': alreadyCorrect, all: undefined }[group];
  return (values) => Float32Array.from({ length: values.length }, (_, n) => (member && !member[n] ? Number.NaN : values[n]!));
}
