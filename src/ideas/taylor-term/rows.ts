import { z } from 'zod';
import type { BlockMeasurement } from '../../measuring/gradients/block-pass';
import { bootstrap, type Weights } from '../../statistics/bootstrap';
import { tableKind } from '../../files/table-kind';
import { blockFields } from '../../tables/block-means';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';

const GRADIENTS = ['before the block', 'behind the block'] as const;

const taylorSchema = z.strictObject({
  ...imageFields,
  ...blockFields,
  /** Where the gradient of the first-order term is taken: before the block (JAB18's term) or behind it. */
  gradient: z.enum(GRADIENTS),
  /**
   * `correlation`: Pearson's, over images, of the first-order term and the true change of the loss. `remainder`: the mean of
   * |change − term| as a share of that of |term|; below 1 the first-order term dominates (ours).
   */
  statistic: z.enum(['correlation', 'remainder']),
});

export type TaylorRow = z.infer<typeof taylorSchema>;

/** One row for each network, set of images, block, gradient and statistic (J1). */
export const taylorTable = tableKind('Taylor agreement', taylorSchema);

/** What J1 needs to have been measured of a block. */
export type TaylorMeasurement = BlockMeasurement<'taylorTerm' | 'taylorTermBehind' | 'lossChange'>;

/** How well the first-order term tells the true change of the loss by each block (J1). */
export function taylorAgreement(of: OnImages, blocks: readonly TaylorMeasurement[]): TaylorRow[] {
  const images = blocks[0]?.lossChange.length;
  if (images === undefined) return [];
  const terms = { 'before the block': 'taylorTerm', 'behind the block': 'taylorTermBehind' } as const;
  const intervals = bootstrap(images, (weights) =>
    blocks.map((block) =>
      GRADIENTS.map((gradient) => ({
        correlation: correlation(block[terms[gradient]], block.lossChange, weights),
        remainder: remainder([block], weights, terms[gradient]),
      })),
    ),
  );
  return blocks.flatMap(({ stage, block }, i) =>
    GRADIENTS.flatMap((gradient, g) =>
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

/** Mean over images and blocks of |change − term|, as a share of that of |term|. */
export function remainder(blocks: readonly TaylorMeasurement[], weights: Weights, term: 'taylorTerm' | 'taylorTermBehind'): number {
  let missed = 0;
  let told = 0;
  for (const { [term]: terms, lossChange } of blocks) {
    for (let n = 0; n < weights.length; n++) {
      missed += weights[n]! * Math.abs(lossChange[n]! - terms[n]!);
      told += weights[n]! * Math.abs(terms[n]!);
    }
  }
  return missed / told;
}

/** Pearson's correlation of per-image values; NaN where one of them does not vary. */
export function correlation(a: ArrayLike<number>, b: ArrayLike<number>, weights: Weights): number {
  let [drawn, sumA, sumB] = [0, 0, 0];
  for (let n = 0; n < weights.length; n++) {
    drawn += weights[n]!;
    sumA += weights[n]! * a[n]!;
    sumB += weights[n]! * b[n]!;
  }
  let [aa, bb, ab] = [0, 0, 0];
  for (let n = 0; n < weights.length; n++) {
    const [x, y] = [a[n]! - sumA / drawn, b[n]! - sumB / drawn];
    aa += weights[n]! * x * x;
    bb += weights[n]! * y * y;
    ab += weights[n]! * x * y;
  }
  return ab / Math.sqrt(aa * bb);
}
