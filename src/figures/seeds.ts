import { groupBySetting, type Condition } from '../results/condition';

/** `n = 2 seeds` (or `n = 1–3 seeds` where settings differ) for captions. */
export function seedCount(rows: readonly Condition[]): string {
  const counts = groupBySetting(rows).map((group) => new Set(group.rows.map((row) => row.seed)).size);
  const [fewest, most] = [Math.min(...counts), Math.max(...counts)];
  if (counts.length === 0) return 'no networks';
  if (fewest !== most) return `n = ${fewest}–${most} seeds`;
  return most === 1 ? 'n = 1 seed, so no spread is known' : `n = ${most} seeds`;
}

/** Above this many seeds single networks are no longer drawn as points. */
export const fewSeeds = 10;

export const severalSeeds = (rows: readonly Condition[]): boolean => new Set(rows.map((row) => row.seed)).size > 1;
