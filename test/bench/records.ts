import type { Comparison } from '../../bench/comparisons/comparison';
import type { Measured, MeasuredContender } from '../../bench/measuring/measure';
import { ratioOf } from '../../bench/measuring/ratios';
import type { Turn } from '../../bench/measuring/rounds';

export const MACHINE = { processor: 'a processor', instructions: ['AVX-512'], cores: 2, memoryGB: 8, system: 'Linux 6', threads: 2 };

/** A comparison of turns; contenders have the names that it gives them, and the reference's turns where none are given. */
export function measured(comparison: Comparison, ours: Turn[], reference: Turn[], others: readonly string[] = []): Measured {
  const contender = (name: string, turns: Turn[], versions: Record<string, string>): MeasuredContender => ({
    name,
    turns,
    versions,
    threads: 2,
    prepareSeconds: 1,
    ratio: ratioOf(turns, reference),
    lossDifference: 1.2e-6,
  });
  return {
    comparison,
    ours: contender(comparison.ours.name, ours, { tensorflow: '2' }),
    reference: contender(comparison.reference.name, reference, { torch: '3' }),
    others: others.map((name) => contender(name, reference, { torch: '3' })),
  };
}
