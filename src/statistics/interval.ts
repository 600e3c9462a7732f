import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import { mean, sampleStandardDeviation } from 'simple-statistics';

/** Coverage of every interval that is not said to be simultaneous. */
export const confidenceLevel = 0.95;

/** Mean over networks that differ in their seed only, with its confidence interval. */
export interface Interval {
  /** the interval describes the draw of the networks (seeds), not that of the images */
  readonly over: 'seeds';
  readonly n: number;
  readonly mean: number;
  /** With n − 1 in the denominator; `null` for n = 1. */
  readonly standardDeviation: number | null;
  /** `null` where the values decide no interval: n = 1, or an undefined value among them. */
  readonly lower: number | null;
  readonly upper: number | null;
}

/**
 * Student's t interval of the mean: it describes the spread over seeds, not that over test images. An undefined value
 * (NaN) makes the mean undefined: leaving it out would quietly shrink n to the networks that worked.
 * @throws RangeError for no value at all
 */
export function meanInterval(values: readonly number[], level: number = confidenceLevel): Interval {
  const n = values.length;
  if (n === 0) throw new RangeError('An interval needs at least one value.');
  if (values.some(Number.isNaN)) return { over: 'seeds', n, mean: NaN, standardDeviation: null, lower: null, upper: null };
  const average = mean([...values]);
  if (n === 1) return { over: 'seeds', n, mean: average, standardDeviation: null, lower: null, upper: null };
  const standardDeviation = sampleStandardDeviation([...values]);
  const half = tCritical(level, n - 1) * (standardDeviation / Math.sqrt(n));
  return { over: 'seeds', n, mean: average, standardDeviation, lower: average - half, upper: average + half };
}

/**
 * {@link meanInterval} for a verdict. Seeds that agree to the last digit, as errors over few images may, estimate no spread: then
 * there is no interval, and nothing is decided.
 */
export function decisiveInterval(values: readonly number[], level: number = confidenceLevel): Interval {
  const interval = meanInterval(values, level);
  const { standardDeviation } = interval;
  return standardDeviation !== null && standardDeviation < 1e-12 ? { ...interval, lower: null, upper: null } : interval;
}

/** Two-sided critical value of Student's t: P(|t| ≤ value) = level. */
export function tCritical(level: number, degreesOfFreedom: number): number {
  return tQuantile(0.5 + level / 2, degreesOfFreedom);
}
