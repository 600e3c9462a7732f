import { areaUnder } from './curves';

/**
 * Divergence Index (the name is LPK24's, this formula is ours): 1 − area under the overrun curve.
 * 0: the stage ends in a fixed point; near 1: one more step of its last block destroys the answer.
 * @param overrun normalized accuracy with the last block applied j more times, j = 0 … T
 */
export function divergenceIndex(overrun: readonly number[]): number {
  return 1 - areaUnder(overrun);
}
