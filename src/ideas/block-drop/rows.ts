import type { ColumnTable } from 'arquero';
import { z } from 'zod';
import { storedBlockDrops, type BlockDrop } from './measure';
import type { Intervals } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import type { Measured } from '../../measuring/measured';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

const blockDropSchema = z.strictObject({
  ...imageFields,
  stage: z.int().positive(),
  /** The block that is dropped, within its stage, from 1; the estimate is the accuracy without it. */
  block: z.int().positive(),
  /** Accuracy of the whole network. */
  whole: z.number().min(0).max(1),
});

export type BlockDropRow = z.infer<typeof blockDropSchema>;

/** One row for each network, set of images and block (J4): the accuracy without the block. */
export const blockDropTable = tableKind('block drops', blockDropSchema);

export function blockDropRows(of: OnImages, { whole, stages }: Intervals<BlockDrop>): BlockDropRow[] {
  return stages.flatMap(({ stage, accuracy }) =>
    accuracy.map((interval, t) => ({ ...of, stage: stage.estimate, block: t + 1, whole: whole.estimate, ...intervalFields(interval) })),
  );
}

/** The drops of a network that was measured with stored statistics, by {@link storedBlockDrops}. */
export function measuredBlockDropTable(of: OnImages, measured: Measured): ColumnTable {
  return blockDropTable.table(
    measured.intervals(storedBlockDrops).map(({ row: { stage, block, accuracy, drop }, intervals }) => ({ ...of, stage, block, whole: Math.min(1, accuracy + drop), ...intervalFields(intervals.accuracy!) })),
  );
}
