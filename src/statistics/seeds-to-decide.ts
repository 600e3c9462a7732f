import tQuantile from '@stdlib/stats-base-dists-t-quantile';
import type { Estimate } from './interval';

/** More seeds than anybody would train. */
const MOST = 1000;

/**
 * How many seeds it would take for a one-sided 95 % bound to clear a bound, should the effect and its spread stay as they are: what is
 * asked of an answer that is open. It is as uncertain as the spread that it rests on.
 * @param n seeds behind the estimate
 * @param side on which of the bound the effect has to lie
 * @returns null where the effect lies on the other side, no spread is estimated, or it would take more than 1,000
 */
export function seedsToDecide({ effect, atLeast, atMost }: Pick<Estimate, 'effect' | 'atLeast' | 'atMost'>, n: number, { side, bound }: { readonly side: 'above' | 'below'; readonly bound: number }): number | null {
  const cleared = side === 'above' ? atLeast : atMost;
  const room = side === 'above' ? effect - bound : bound - effect;
  if (cleared === null || !(room > 0)) return null;
  // half = t(n − 1) s / √n
  const half = Math.abs(effect - cleared);
  const of = (seeds: number): number => tQuantile(0.95, seeds - 1) / Math.sqrt(seeds);
  for (let seeds = n + 1; seeds <= MOST; seeds++) if ((half * of(seeds)) / of(n) < room) return seeds;
  return null;
}
