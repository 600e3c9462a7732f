import { settingLabel } from '../tables/condition';
import type { Run } from '../runs/run';

/** A run in words: `mnist, λ = 0.5, c = 1, seed 2`. */
export function runName({ task, variant, network: { normalization }, training: { coupling, lipschitz, seed } }: Run): string {
  return `${task}, ${settingLabel({ variant, normalization, coupling, lipschitz })}, seed ${seed}`;
}
