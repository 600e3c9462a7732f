import type { BlockMeasurement } from '../../measuring/gradients/block-pass';
import type { Weights } from '../../statistics/bootstrap';

/** Where the gradient of a first-order term is taken: before the block (JAB18's term) or behind it. */
export const TAYLOR_GRADIENTS = ['before the block', 'behind the block'] as const;

/** What J1 needs to have been measured of a block. */
export type TaylorMeasurement = BlockMeasurement<'taylorTerm' | 'taylorTermBehind' | 'lossChange'>;

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
