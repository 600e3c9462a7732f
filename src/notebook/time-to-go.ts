/** Work done, in any unit, within a stretch of time. */
export interface Stretch {
  readonly work: number;
  readonly milliseconds: number;
}

/** Share of the work at either end of the speeds that does not count. */
const trimmed = 0.1;

/**
 * Time for the remaining work at the mean speed so far, without the slowest and fastest tenth of the work: a laptop
 * that slept, or work that was found done, does not spoil the estimate.
 * @returns milliseconds; `undefined` while no work is done
 */
export function timeToGo(stretches: readonly Stretch[], remaining: number): number | undefined {
  const pace = ({ work, milliseconds }: Stretch): number => milliseconds / work;
  const ordered = stretches.filter(({ work }) => work > 0).sort((a, b) => pace(a) - pace(b));
  const total = ordered.reduce((sum, { work }) => sum + work, 0);
  if (total === 0) return undefined;
  let before = 0;
  let counted = 0;
  let time = 0;
  for (const stretch of ordered) {
    const from = Math.max(before, trimmed * total);
    const to = Math.min(before + stretch.work, (1 - trimmed) * total);
    before += stretch.work;
    if (to <= from) continue;
    counted += to - from;
    time += (to - from) * pace(stretch);
  }
  return (remaining * time) / counted;
}
