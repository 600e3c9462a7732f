/** Slope of the least-squares line through values at equal distances from 0 to 1; 0 for a single one. */
export function slope(values: readonly number[]): number {
  const last = values.length - 1;
  const x = values.map((_, i) => i / Math.max(1, last) - 0.5);
  const squares = x.reduce((sum, each) => sum + each * each, 0);
  return last === 0 ? 0 : x.reduce((sum, each, i) => sum + each * values[i]!, 0) / squares;
}

/** The half of the blocks with the smallest values, the larger half of an odd number. */
export function smallestHalf<Block>(blocks: readonly Block[], value: (block: Block) => number): Block[] {
  return [...blocks].sort((a, b) => value(a) - value(b)).slice(0, Math.ceil(blocks.length / 2));
}

/** Smallest step from one value to the next. */
export function smallestRise(values: readonly number[]): number {
  return Math.min(...values.slice(1).map((value, t) => value - values[t]!));
}
