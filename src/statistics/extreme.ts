import { percentileInterval, resample, type ImageInterval, type Weights } from './bootstrap';
import { confidenceLevel } from './interval';

/**
 * Interval of the largest of several statistics of the same images, without choosing it: a bootstrap of the largest of seven that are
 * alike covers the truth in 8 % of cases. All lie below a bound when each one's interval does, and some one lies above when its
 * interval does at Bonferroni's level: so the upper bound is the largest of the upper bounds, the lower one the largest of those.
 */
export function largest(images: number, statistics: (weights: Weights) => readonly number[]): ImageInterval {
  const { estimate, resampled } = resample(images, statistics);
  const at = (level: number): ImageInterval[] => estimate.map((value, i) => percentileInterval(images, value, resampled[i]!, level));
  const shown = at(confidenceLevel);
  const strict = at(1 - (1 - confidenceLevel) / shown.length);
  const bound = (of: readonly (number | null)[]): number | null => (of.includes(null) ? null : Math.max(...(of as number[])));
  return {
    ...shown.reduce((most, each) => (each.estimate > most.estimate || Number.isNaN(each.estimate) ? each : most)),
    lower: bound(strict.map(({ lower }) => lower)),
    upper: bound(shown.map(({ upper }) => upper)),
  };
}

/** {@link largest} of the smallest. */
export function smallest(images: number, statistics: (weights: Weights) => readonly number[]): ImageInterval {
  const minus = (value: number): number => (value === 0 ? 0 : -value);
  const { estimate, lower, upper, ...rest } = largest(images, (weights) => statistics(weights).map(minus));
  return { ...rest, estimate: minus(estimate), lower: upper === null ? null : minus(upper), upper: lower === null ? null : minus(lower) };
}
