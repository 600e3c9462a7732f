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

/** A mean over seeds as it decides: bounds that each hold alone at 95 %, beside the two-sided interval that is shown. */
export interface Estimate {
  /** of the values; of several that belong together (blocks) the largest mean */
  readonly effect: number;
  /** two-sided 95 % interval; `null`, as all else here, where the values estimate no spread */
  readonly lower: number | null;
  readonly upper: number | null;
  /** one-sided 95 % bounds */
  readonly atLeast: number | null;
  readonly atMost: number | null;
  /** one-sided p-value of "above" and of "below" a bound */
  readonly pAbove: (bound: number) => number;
  readonly pBelow: (bound: number) => number;
  /** the values that the effect is the mean of: of several, those with the largest mean */
  readonly bySeed: readonly number[];
}

/**
 * Student's t of values over seeds. Of several values of each seed (one a block) it is that of the largest mean, without choosing it:
 * all lie below a bound when each one does at 95 % (an intersection of hypotheses), some one lies above when it does at
 * Bonferroni's level. Values that agree to the last digit, as errors over few images may, estimate no spread.
 * @param values [seed][block], or [seed]
 */
export function estimate(values: readonly (number | readonly number[])[]): Estimate {
  const seeds = values.map((each) => (typeof each === 'number' ? [each] : each));
  const columns = (seeds[0] ?? []).map((_, b) => seeds.map((row) => row[b]!));
  const largest = (of: (column: readonly number[]) => number | null): number | null => {
    const all = columns.map(of);
    return all.includes(null) || all.length === 0 ? null : Math.max(...(all as number[]));
  };
  const m = columns.length;
  const bound = (side: 'lower' | 'upper', error: number) => largest((column) => decisiveInterval(column, 1 - 2 * error)[side]);
  const effect = largest((column) => meanInterval(column).mean) ?? NaN;
  return {
    effect,
    lower: bound('lower', 0.025 / m),
    upper: bound('upper', 0.025),
    atLeast: bound('lower', 0.05 / m),
    atMost: bound('upper', 0.05),
    pAbove: (than) => Math.min(1, m * Math.min(...columns.map((column) => pOf(column, than, 1)))),
    pBelow: (than) => Math.max(...columns.map((column) => pOf(column, than, -1))),
    bySeed: columns.find((column) => meanInterval(column).mean === effect) ?? [],
  };
}

/** One-sided p-value of a mean above (sign 1) or below (−1) a bound; 1 where no spread is estimated. */
function pOf(values: readonly number[], bound: number, sign: 1 | -1): number {
  const { n, mean, standardDeviation, lower } = decisiveInterval(values);
  if (lower === null || standardDeviation === null) return 1;
  return tTail((sign * (mean - bound)) / (standardDeviation / Math.sqrt(n)), n - 1);
}

/** P(T ≥ t) of Student's t, from its quantiles by bisection. */
export function tTail(t: number, degreesOfFreedom: number): number {
  let [below, above] = [0, 1];
  for (let step = 0; step < 60; step++) {
    const p = (below + above) / 2;
    if (tQuantile(1 - p, degreesOfFreedom) > t) below = p;
    else above = p;
  }
  return (below + above) / 2;
}

/** Two-sided critical value of Student's t: P(|t| ≤ value) = level. */
export function tCritical(level: number, degreesOfFreedom: number): number {
  return tQuantile(0.5 + level / 2, degreesOfFreedom);
}
