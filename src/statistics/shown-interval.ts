import { confidenceLevel, meanInterval, type Interval } from './interval';

/** Of two seeds an interval reaches 13 standard errors to either side and says nothing: from so many on one is shown (ours). Verdicts rest on one-sided bounds, of two seeds too. */
export const FEWEST_FOR_INTERVAL = 3;

/** The interval, its bounds `null` where it is of fewer than {@link FEWEST_FOR_INTERVAL}. */
export function shownInterval<Of extends { readonly n: number; readonly lower: number | null; readonly upper: number | null }>(interval: Of): Of {
  return interval.n < FEWEST_FOR_INTERVAL ? { ...interval, lower: null, upper: null } : interval;
}

/** Mean over networks that differ in their seed only, with its interval as tables and figures show it. @throws RangeError for no value at all */
export function meanOverSeeds(values: readonly number[], level: number = confidenceLevel): Interval {
  return shownInterval(meanInterval(values, level));
}
