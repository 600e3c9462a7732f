/**
 * Recurrence Index (the name is LPK24's, this formula is ours): 1 − mean over k = 1 … T−1 of |late start − early readout|.
 * 1: which k blocks are dropped, the first or the last, makes no difference, as in a recurrent network.
 * @param earlyReadout normalized accuracy with the last k blocks dropped, k = 0 … T
 * @param lateStart normalized accuracy with the first k blocks dropped, k = 0 … T
 * @throws Error for curves of different lengths or stages of less than two blocks
 */
export function recurrenceIndex(earlyReadout: readonly number[], lateStart: readonly number[]): number {
  if (earlyReadout.length !== lateStart.length) throw new Error(`Curves of ${earlyReadout.length} and ${lateStart.length} points do not belong to one stage.`);
  if (earlyReadout.length < 3) throw new Error('The Recurrence Index needs a stage of two blocks or more.');
  const inner = earlyReadout.slice(1, -1);
  const difference = inner.reduce((sum, value, i) => sum + Math.abs(lateStart[i + 1]! - value), 0);
  return 1 - difference / inner.length;
}
