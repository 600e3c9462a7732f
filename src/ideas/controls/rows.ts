import { z } from 'zod';
import type { BlockOrders } from './block-order';
import type { Intervals } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

const blockOrderSchema = z.strictObject({
  ...imageFields,
  stage: z.int().positive(),
  control: z.enum(['shuffled', 'swapped']),
  /** In which the stage's blocks run, e.g. `2,1,3`; the estimate is the accuracy. */
  order: z.string().min(1),
  /** Accuracy of the whole network. */
  whole: z.number().min(0).max(1),
});

export type BlockOrderRow = z.infer<typeof blockOrderSchema>;

/** One row for each other order of the blocks of a stage. */
export const blockOrderTable = tableKind('block orders', blockOrderSchema);

export function blockOrderRows(of: OnImages, control: BlockOrderRow['control'], { whole, stages }: Intervals<BlockOrders>): BlockOrderRow[] {
  return stages.flatMap(({ stage, orders }) =>
    orders.map(({ blocks, accuracy }) => ({
      ...of,
      stage: stage.estimate,
      control,
      order: blocks.map(({ estimate }) => estimate).join(),
      whole: whole.estimate,
      ...intervalFields(accuracy),
    })),
  );
}
