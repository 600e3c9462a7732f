import { z } from 'zod';
import { readoutMeans, type EarlyReadout } from './measure';
import { bootstrap } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { READOUT_MEASURES } from '../borderline-examples/rows';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

const earlyReadoutSchema = z.strictObject({
  ...imageFields,
  /** The last, from 1. */
  stage: z.int().positive(),
  /** Blocks of the stage that ran before the head; 0: its transition alone. */
  block: z.int().nonnegative(),
  /** Fraction of images that are right; cross-entropy and entropy in nats. */
  measure: z.enum(READOUT_MEASURES),
});

export type EarlyReadoutMeanRow = z.infer<typeof earlyReadoutSchema>;

/** One row for each network, set of images, block and measure (J5): the mean over images. */
export const earlyReadoutTable = tableKind('early readouts', earlyReadoutSchema);

export function earlyReadoutRows(of: OnImages, { stage, images }: EarlyReadout): EarlyReadoutMeanRow[] {
  const count = images[0]!.right.length;
  const intervals = bootstrap(count, (weights) => images.map((each) => readoutMeans(each, weights)));
  return intervals.flatMap((means, block) => READOUT_MEASURES.map((measure) => ({ ...of, stage, block, measure, ...intervalFields(means[measure]) })));
}
