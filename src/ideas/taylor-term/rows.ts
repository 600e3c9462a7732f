import { z } from 'zod';
import { bootstrap } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { blockFields } from '../../tables/block-means';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';
import { correlation, remainder, TAYLOR_GRADIENTS, type TaylorMeasurement } from './agreement';

const taylorSchema = z.strictObject({
  ...imageFields,
  ...blockFields,
  /** Where the gradient of the first-order term is taken: before the block (JAB18's term) or behind it. */
  gradient: z.enum(TAYLOR_GRADIENTS),
  /**
   * `correlation`: Pearson's, over images, of the first-order term and the true change of the loss. `remainder`: the mean of
   * |change − term| as a share of that of |term|; below 1 the first-order term dominates (ours).
   */
  statistic: z.enum(['correlation', 'remainder']),
});

export type TaylorRow = z.infer<typeof taylorSchema>;

/** One row for each network, set of images, block, gradient and statistic (J1). */
export const taylorTable = tableKind('Taylor agreement', taylorSchema);

/** How well the first-order term tells the true change of the loss by each block (J1). */
export function taylorAgreement(of: OnImages, blocks: readonly TaylorMeasurement[]): TaylorRow[] {
  const images = blocks[0]?.lossChange.length;
  if (images === undefined) return [];
  const terms = { 'before the block': 'taylorTerm', 'behind the block': 'taylorTermBehind' } as const;
  const intervals = bootstrap(images, (weights) =>
    blocks.map((block) =>
      TAYLOR_GRADIENTS.map((gradient) => ({
        correlation: correlation(block[terms[gradient]], block.lossChange, weights),
        remainder: remainder([block], weights, terms[gradient]),
      })),
    ),
  );
  return blocks.flatMap(({ stage, block }, i) =>
    TAYLOR_GRADIENTS.flatMap((gradient, g) =>
      (['correlation', 'remainder'] as const).map((statistic) => ({
        ...of,
        stage,
        block,
        depth: i + 1,
        gradient,
        statistic,
        ...intervalFields(intervals[i]![g]![statistic]),
      })),
    ),
  );
}
