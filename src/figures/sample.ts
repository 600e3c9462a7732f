import { groupBySetting, type Condition } from '../tables/condition';

/** Above this many seeds single networks are no longer drawn as points. */
export const fewSeeds = 10;

/** A caption of these parts, those that say nothing left out. */
export const captionOf = (...parts: readonly string[]): string => parts.filter((part) => part !== '').join('; ');

/** How many seeds the setting with the fewest has, and that with the most; 0 where there are no networks. */
export function seedsOf(rows: readonly Condition[]): { readonly fewest: number; readonly most: number } {
  const counts = groupBySetting(rows).map((group) => new Set(group.rows.map((row) => row.seed)).size);
  return counts.length === 0 ? { fewest: 0, most: 0 } : { fewest: Math.min(...counts), most: Math.max(...counts) };
}

/**
 * What a figure is of, for its caption: `mnist, n = 2 seeds` (`n = 1–3 seeds` where settings differ).
 * @throws Error for networks of several tasks, whose values have no common scale
 */
export function sample(rows: readonly Condition[]): string {
  if (rows.length === 0) return 'no networks';
  const { fewest, most } = seedsOf(rows);
  return `${onlyTask(rows)}, ${seedCount(fewest, most)}`;
}

export function onlyTask(rows: readonly { readonly task: string }[]): string {
  const [task = '', ...others] = new Set(rows.map((row) => row.task));
  if (others.length > 0)
    throw new Error(`A figure is of one task, but the table has ${[task, ...others].join(', ')}; filter it by task first.`);
  return task;
}

export function seedCount(fewest: number, most: number): string {
  if (fewest !== most) return `n = ${fewest}–${most} seeds`;
  return most === 1 ? 'n = 1 seed, so no spread is known' : `n = ${most} seeds`;
}
