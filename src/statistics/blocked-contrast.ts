import { mean, sum } from 'simple-statistics';
import { confidenceLevel, tCritical } from './interval';

/** One network's value: its seed is the block, its setting the treatment. */
export interface Observation {
  readonly block: number;
  readonly treatment: string;
  readonly value: number;
}

/** A weighted sum of treatment means, with its confidence interval. */
export interface Contrast {
  readonly over: 'seeds';
  readonly effect: number;
  /** `null` with one block only, with an undefined value among the observations, or where nothing varies: a spread of 0 estimates none. */
  readonly lower: number | null;
  readonly upper: number | null;
  /** Blocks (seeds) in which every treatment was observed; the others are left out. */
  readonly blocks: number;
  readonly level: number;
}

/**
 * Contrast Σ wᵢ ȳᵢ in a randomised complete block design, y_si = block_s + treatment_i + ε_si: networks of the same
 * seed share initial values and the order of the data, so they are compared within the seed. ε is estimated from the
 * whole family of treatments named in `weights` (weight 0 joins the estimate of ε only), which gives (S − 1)(C − 1)
 * degrees of freedom for S seeds and C treatments. It assumes that ε is normal and has one variance for all of them.
 * For two treatments this is the paired t interval.
 * @returns `undefined` when no block has every treatment
 * @throws RangeError for weights that do not sum to 0, or two values of one treatment in one block
 */
export function blockedContrast(
  observations: readonly Observation[],
  weights: ReadonlyMap<string, number>,
  level: number = confidenceLevel,
): Contrast | undefined {
  const treatments = [...weights.keys()];
  if (Math.abs(sum([...weights.values()])) > 1e-9) throw new RangeError('The weights of a contrast must sum to 0.');
  const blocks = completeBlocks(observations, treatments);
  const S = blocks.length;
  if (S === 0) return undefined;

  const blockMeans = blocks.map((values) => mean(values));
  const treatmentMeans = treatments.map((_, i) => mean(blocks.map((values) => values[i]!)));
  const effect = sum(treatments.map((treatment, i) => weights.get(treatment)! * treatmentMeans[i]!));
  const degreesOfFreedom = (S - 1) * (treatments.length - 1);
  if (degreesOfFreedom === 0 || Number.isNaN(effect)) return { over: 'seeds', effect, lower: null, upper: null, blocks: S, level };

  const grandMean = mean(blockMeans);
  const residuals = blocks.flatMap((values, s) => values.map((y, i) => y - blockMeans[s]! - treatmentMeans[i]! + grandMean));
  const variance = sum(residuals.map((residual) => residual ** 2)) / degreesOfFreedom;
  if (variance < 1e-24) return { over: 'seeds', effect, lower: null, upper: null, blocks: S, level };
  const standardError = Math.sqrt((variance * sum([...weights.values()].map((weight) => weight ** 2))) / S);
  const half = tCritical(level, degreesOfFreedom) * standardError;
  return { over: 'seeds', effect, lower: effect - half, upper: effect + half, blocks: S, level };
}

/** For every block that has all treatments, its values in their order. */
function completeBlocks(observations: readonly Observation[], treatments: readonly string[]): number[][] {
  const byBlock = new Map<number, Map<string, number>>();
  for (const { block, treatment, value } of observations) {
    const values = byBlock.get(block) ?? new Map<string, number>();
    if (values.has(treatment)) throw new RangeError(`Block ${block} has two values of the treatment ${treatment}.`);
    byBlock.set(block, values.set(treatment, value));
  }
  return [...byBlock.values()]
    .filter((values) => treatments.every((treatment) => values.has(treatment)))
    .map((values) => treatments.map((treatment) => values.get(treatment)!));
}
