import { areaUnder } from './curves';

/**
 * Convergence Index (the name is LPK24's, this formula is ours): area under the early readout curve.
 * 1: the stage has its answer before its blocks run; near 0: every block is needed.
 * @param earlyReadout normalized accuracy with the last k blocks dropped, k = 0 … T
 */
export function convergenceIndex(earlyReadout: readonly number[]): number {
  return areaUnder(earlyReadout);
}
