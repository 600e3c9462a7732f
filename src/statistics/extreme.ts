import type { ImageInterval, Intervals, Resampled } from './bootstrap';
import { confidenceLevel } from './interval';

/**
 * Interval of the largest of several statistics of the same images, without choosing it: a bootstrap of the largest of seven that are
 * alike covers the truth in 8 % of cases. All lie below a bound when each one's interval does, and some one lies above when its
 * interval does at Bonferroni's level: so the upper bound is the largest of the upper bounds, the lower one the largest of those.
 * @param of the statistics, among others that were drawn with them
 */
export function largest<Statistic>(drawn: Resampled<Statistic>, of: (intervals: Intervals<Statistic>) => readonly ImageInterval[]): ImageInterval {
  return extreme(drawn, of, 1);
}

/** {@link largest} of the smallest. */
export function smallest<Statistic>(drawn: Resampled<Statistic>, of: (intervals: Intervals<Statistic>) => readonly ImageInterval[]): ImageInterval {
  return extreme(drawn, of, -1);
}

function extreme<Statistic>(drawn: Resampled<Statistic>, of: (intervals: Intervals<Statistic>) => readonly ImageInterval[], sign: 1 | -1): ImageInterval {
  const shown = of(drawn.intervals());
  const strict = of(drawn.intervals(1 - (1 - confidenceLevel) / shown.length));
  const most = (bounds: readonly (number | null)[]): number | null => (bounds.includes(null) ? null : sign * Math.max(...(bounds as number[]).map((value) => sign * value)));
  return {
    ...shown.reduce((best, each) => (sign * each.estimate > sign * best.estimate || Number.isNaN(each.estimate) ? each : best)),
    lower: most((sign === 1 ? strict : shown).map(({ lower }) => lower)),
    upper: most((sign === 1 ? shown : strict).map(({ upper }) => upper)),
  };
}
