import { gradientNormRatio } from './measure';
import type { RunGradientRatioRow, RunRow, RunStateNormRow } from '../../tables/tables';
import { aboveZero, belowZero, type Rule } from '../../claims/decide';
import type { ClaimName, EvidenceRow, Group } from '../../claims/evidence';
import { differences, overSeeds } from '../../claims/over-seeds';

/** What J8 and J9 are decided on: the sharing experiment's rows of one task. */
export interface SharingNetworks extends Omit<Group, 'rows'> {
  readonly runs: readonly RunRow[];
  readonly stateNorms: readonly RunStateNormRow[];
  readonly gradientRatios: readonly RunGradientRatioRow[];
}

/** Numbers of one network that J8 and J9 compare. */
interface Compared {
  readonly run: string;
  readonly seed: number;
  readonly variant: string;
  readonly trainError: number;
  readonly testError: number;
  /** log₁₀ of the last state's norm over the first's, before the first step */
  readonly growth: number;
  /** log₁₀ r before the first step, and averaged over the recorded points of the training */
  readonly ratioAtStart: number;
  readonly ratioInTraining: number;
}
type Measure = Exclude<keyof Compared, 'run' | 'seed' | 'variant'>;

const MEASURES: Readonly<Record<Measure, { readonly words: string; readonly unit: EvidenceRow['unit'] }>> = {
  trainError: { words: 'training error', unit: 'percentage points' },
  testError: { words: 'test error', unit: 'percentage points' },
  growth: { words: 'log₁₀ of the norm of the last state over that of the first, before the first step', unit: '' },
  ratioAtStart: { words: 'log₁₀ r = log₁₀ ‖∂L/∂h₁‖ / ‖∂L/∂h_last‖ before the first step', unit: '' },
  ratioInTraining: { words: 'log₁₀ r, mean over the recorded points of the training', unit: '' },
};

/** J8 and J9 as comparisons of two networks of the same seed: claim, statement, what, minus what, of what, rule. */
const COMPARISONS: readonly (readonly [ClaimName, string, string, string, Measure, Rule])[] = [
  ['J8', 'naive sharing underfits', 'naive sharing', 'unshared', 'trainError', aboveZero],
  ['J8', 'naive sharing generalizes worse', 'naive sharing', 'unshared', 'testError', aboveZero],
  ['J8', 'its activations explode at initialisation', 'naive sharing', 'unshared', 'growth', aboveZero],
  ['J8', 'its gradients explode at initialisation', 'naive sharing', 'unshared', 'ratioAtStart', aboveZero],
  ['J8', 'r is larger during training', 'naive sharing', 'unshared', 'ratioInTraining', aboveZero],
  ['J9', 'unshared batch norm alleviates the growth of activations', 'unshared batch norm', 'naive sharing', 'growth', belowZero],
  ['J9', 'it alleviates that of gradients', 'unshared batch norm', 'naive sharing', 'ratioAtStart', belowZero],
  ['J9', 'it fits better than naive sharing', 'unshared batch norm', 'naive sharing', 'trainError', belowZero],
  ['J9', 'it generalizes better than naive sharing', 'unshared batch norm', 'naive sharing', 'testError', belowZero],
  ['J9', 'unsharing the statistics matters more than unsharing γ', 'own statistics', 'own γ', 'testError', belowZero],
  ['J9', 'unsharing the statistics matters more than unsharing β', 'own statistics', 'own β', 'testError', belowZero],
];

/**
 * J8 and J9 (JAB18, stated; statistics and rules ours): differences between networks of the same seed, with Student's interval.
 * Naive sharing is also compared with the shallowest ordinary network, as JAB18 does with ResNet-32.
 */
export function sharing(networks: SharingNetworks): EvidenceRow[] {
  const compared = networks.runs.map((row): Compared => comparedOf(row, networks));
  const of = (variant: string): Compared[] => compared.filter((row) => row.variant === variant);
  const shallow = compared.map(({ variant }) => variant).filter((variant) => /^\d+ blocks?$|^resnet-32$/.test(variant)).sort((a, b) => parseInt(a) - parseInt(b))[0];
  const comparisons: typeof COMPARISONS =
    shallow === undefined ? COMPARISONS : [...COMPARISONS, ['J8', 'naive sharing is worse than as many blocks without sharing', 'naive sharing', shallow, 'testError', aboveZero]];
  return comparisons.flatMap(([claim, statement, a, b, measure, rule]) => {
    const { words, unit } = MEASURES[measure];
    return overSeeds(networks, { claim, statement, statistic: `${words}: ${a} minus ${b}`, unit, rule }, differences(of(a), of(b), (row) => row[measure]));
  });
}

function comparedOf({ run, seed, variant, trainAccuracy, testError }: RunRow, { stateNorms, gradientRatios }: SharingNetworks): Compared {
  const norms = stateNorms.filter((row) => row.run === run).sort((a, b) => a.state - b.state);
  const ratios = gradientRatios.filter((row) => row.run === run).map(({ ratio }) => logarithm(ratio));
  return {
    run,
    seed,
    variant,
    trainError: 100 * (1 - trainAccuracy),
    testError: 100 * testError,
    growth: norms.length === 0 ? NaN : logarithm(norms[norms.length - 1]!.activationNorm / norms[0]!.activationNorm),
    ratioAtStart: norms.length === 0 ? NaN : logarithm(gradientNormRatio(norms)),
    ratioInTraining: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
  };
}

/** NaN, which decides nothing, where numbers left float32's range. */
function logarithm(value: number): number {
  return value > 0 && Number.isFinite(value) ? Math.log10(value) : NaN;
}
