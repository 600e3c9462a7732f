/** Slope of the least-squares line through values at equal distances from 0 to 1, or at the places x; 0 for a single one. */
export function slope(values: readonly number[], x: readonly number[] = values.map((_, i) => i / Math.max(1, values.length - 1))): number {
  const centre = x.reduce((sum, each) => sum + each / x.length, 0);
  const squares = x.reduce((sum, each) => sum + (each - centre) ** 2, 0);
  return squares === 0 ? 0 : x.reduce((sum, each, i) => sum + (each - centre) * values[i]!, 0) / squares;
}

/** The half of the blocks with the smallest values, the larger half of an odd number. */
export function smallestHalf<Block>(blocks: readonly Block[], value: (block: Block) => number): Block[] {
  return [...blocks].sort((a, b) => value(a) - value(b)).slice(0, Math.ceil(blocks.length / 2));
}

/** The steps from one value to the next. */
export function rises(values: readonly number[]): number[] {
  return values.slice(1).map((value, t) => value - values[t]!);
}
