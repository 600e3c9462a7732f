import type { Turn } from '../../bench/measuring/rounds';

/** A turn that nothing disturbed, unless said otherwise. */
export function turn(milliseconds: number, foreignShare = 0): Turn {
  return { milliseconds, foreignShare, peakMemoryMB: 100, losses: [] };
}
