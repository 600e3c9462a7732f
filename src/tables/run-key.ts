import type { StoredRun } from '../runs/run-store';
import type { Condition } from './condition';

/** What tells a run apart from others. */
export type RunKey = Condition & { readonly run: string };

/** What every row of a run begins with. */
export function runKey({ hash, run }: Pick<StoredRun, 'hash' | 'run'>): RunKey {
  const { experiment, preset, task, variant, network, training } = run;
  const { coupling, lipschitz, seed } = training;
  return { run: hash, experiment, preset, task, variant, normalization: network.normalization, coupling, lipschitz, seed };
}
