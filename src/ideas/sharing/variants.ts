import type { NetworkInput } from '../../networks/definition';

/** Which parts of batch normalization the steps of a shared block have for themselves. */
interface Parts {
  readonly statistics: boolean;
  readonly scale: boolean;
  readonly shift: boolean;
}

/** The ways to share blocks that JAB18 compares (J8, J9), and every combination of parts between them, by name. */
const SHARED: Readonly<Record<string, Parts>> = {
  'naive sharing': { statistics: false, scale: false, shift: false },
  'own statistics': { statistics: true, scale: false, shift: false },
  'own γ': { statistics: false, scale: true, shift: false },
  'own β': { statistics: false, scale: false, shift: true },
  'own statistics, γ': { statistics: true, scale: true, shift: false },
  'own statistics, β': { statistics: true, scale: false, shift: true },
  'own γ, β': { statistics: false, scale: true, shift: true },
  'unshared batch norm': { statistics: true, scale: true, shift: true },
};

/** Options of {@link sharingVariants}. */
export interface SharingOptions {
  /**
   * residual blocks at the front of every stage that stay unshared, a residual transition among them (JAB18's ResNet-110:
   * 5 of 18, so that 13 are shared)
   */
  readonly unsharedBlocks: number;
  /** first value of the steps' own γ (JAB18: 0.1) */
  readonly initialScale: number;
}

/**
 * A network without sharing (`unshared`), with its later blocks shared naively, with unshared batch norm, and with each part
 * and each pair of parts of batch norm unshared alone: the ablation of JAB18, J9, as a full factorial. Running statistics take
 * no part in a training step, so that steps with statistics of their own train exactly as without and differ at inference (derived).
 * @throws Error when a stage's front has fewer blocks than its residual transition
 */
export function sharingVariants(network: NetworkInput, { unsharedBlocks, initialScale }: SharingOptions): Record<string, NetworkInput> {
  if (unsharedBlocks < 1) throw new Error(`${unsharedBlocks} unshared blocks leave no room for a residual transition, which is never shared; ask for 1 or more.`);
  const shared = Object.entries(SHARED).map(([name, unshared]): [string, NetworkInput] => [
    name,
    {
      ...network,
      stages: network.stages.map((stage) => {
        const inFront = stage.transition.kind === 'residual' ? unsharedBlocks - 1 : unsharedBlocks;
        return { ...stage, sharing: { unsharedBlocks: inFront, unshared, initialScale } };
      }),
    },
  ]);
  return { unshared: network, ...Object.fromEntries(shared) };
}
