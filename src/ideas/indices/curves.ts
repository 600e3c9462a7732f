import { wholeStage, type BlockProgram } from '../../measuring/programs/block-programs';

/** The three curves of a stage of T blocks: accuracies under block programs, each for k = 0 … T (definitions: ours). */
export const CURVE_NAMES = ['early readout', 'late start', 'overrun'] as const;
export type CurveName = (typeof CURVE_NAMES)[number];

/** The programs of a curve, for k = 0 … T. */
export function curvePrograms(curve: CurveName, blocks: number): BlockProgram[] {
  const whole = wholeStage(blocks);
  return Array.from({ length: blocks + 1 }, (_, k) => {
    switch (curve) {
      case 'early readout': // 1 … T−k: the last k blocks dropped
        return whole.slice(0, blocks - k);
      case 'late start': // k+1 … T: the first k blocks dropped
        return whole.slice(k);
      case 'overrun': // 1 … T, then block T again k times
        return [...whole, ...Array.from({ length: k }, () => blocks)];
    }
  });
}

/**
 * n(S) = (A(S) − A_0) / (A(1…T) − A_0): 1 for the whole network's accuracy, 0 for chance; negative below chance.
 * @returns NaN when the whole network is no better than chance, where nothing can be measured
 */
export function normalizedAccuracy(accuracy: number, whole: number, chance: number): number {
  return whole <= chance ? Number.NaN : (accuracy - chance) / (whole - chance);
}

/** Area under a curve given at k/T for k = 0 … T, by trapezoids; the area of a constant 1 is 1. */
export function areaUnder(curve: readonly number[]): number {
  if (curve.length < 2) throw new Error(`An area needs a curve of two points or more, not ${curve.length}.`);
  const inner = curve.slice(1, -1).reduce((sum, value) => sum + value, 0);
  return (curve[0]! / 2 + inner + curve[curve.length - 1]! / 2) / (curve.length - 1);
}
