import { gradientNormRatio } from './measure';
import { gradientRatios, runs, stateNorms, type RunGradientRatioRow, type RunRow, type RunStateNormRow } from '../../tables/tables';
import type { RunTables } from '../../tables/tables-of-runs';
import { aboveZero, belowZero, type Rule } from '../../claims/decide';
import { knownOf, type ClaimName, type EvidenceRow, type Group } from '../../claims/evidence';
import { SHARING } from '../../claims/ledger';
import { keyOf } from '../../claims/ordinary-networks';
import { overSeeds } from '../../claims/over-seeds';
import { slope } from '../../statistics/along-blocks';
import { withinSeeds } from '../../statistics/within-seeds';

/** What J8 and J9 are decided on: the sharing experiment's rows of one task. */
interface SharingNetworks extends Omit<Group, 'rows'> {
  readonly runs: readonly RunRow[];
  /** of these networks */
  readonly stateNorms: readonly RunStateNormRow[];
  readonly gradientRatios: readonly RunGradientRatioRow[];
}

/** Numbers of one network before its first step, which of networks that are not trained are known too. */
interface AtStart {
  readonly run: string;
  readonly seed: number;
  readonly variant: string;
  /** slope of log₁₀ of the states' norms from the first state (0) to the last (1), and its last value minus its first */
  readonly growth: number;
  readonly rise: number;
  /** log₁₀ r */
  readonly ratioAtStart: number;
}

/** Numbers of one network that was trained. */
interface Trained {
  readonly run: string;
  readonly seed: number;
  readonly variant: string;
  readonly parameters: number;
  readonly trainError: number;
  readonly testError: number;
  /** log₁₀ r, averaged over the recorded points of the training */
  readonly ratioInTraining: number;
}

type StartMeasure = 'growth' | 'rise' | 'ratioAtStart';
type TrainedMeasure = 'trainError' | 'testError' | 'ratioInTraining';
type Measure = StartMeasure | TrainedMeasure;

const MEASURES: Readonly<Record<Measure, { readonly words: string; readonly unit: EvidenceRow['unit']; readonly untrained?: boolean }>> = {
  trainError: { words: 'training error', unit: 'percentage points' },
  testError: { words: 'test error', unit: 'percentage points' },
  growth: { words: 'slope over depth of log₁₀ of the state’s norm, from the first state (0) to the last (1), before the first step', unit: '', untrained: true },
  rise: { words: 'log₁₀ of the norm of the last state over that of the first, before the first step', unit: '', untrained: true },
  ratioAtStart: { words: 'log₁₀ r = log₁₀ ‖∂L/∂h₁‖ / ‖∂L/∂h_last‖ before the first step', unit: '', untrained: true },
  ratioInTraining: { words: 'log₁₀ r, mean over the recorded points of the training', unit: '' },
};

/** J8 and J9 as comparisons of two networks of the same seed: claim, statement, what, minus what, of what, rule; whether it decides. */
type Comparison = readonly [ClaimName, string, string, string, Measure, Rule, 'primary'?];
const COMPARISONS: readonly Comparison[] = [
  ['J8', 'with naive sharing activations explode at initialisation', 'naive sharing', 'unshared', 'growth', aboveZero, 'primary'],
  ['J8', 'from first to last state they grow more', 'naive sharing', 'unshared', 'rise', aboveZero],
  ['J8', 'naive sharing underfits', 'naive sharing', 'unshared', 'trainError', aboveZero],
  ['J8', 'naive sharing generalizes worse', 'naive sharing', 'unshared', 'testError', aboveZero],
  ['J8', 'its gradients explode at initialisation', 'naive sharing', 'unshared', 'ratioAtStart', aboveZero],
  ['J8', 'r is larger during training', 'naive sharing', 'unshared', 'ratioInTraining', aboveZero],
  ['J9', 'unsharing the statistics matters more than unsharing γ', 'own statistics', 'own γ', 'testError', belowZero, 'primary'],
  ['J9', 'unsharing the statistics matters more than unsharing β', 'own statistics', 'own β', 'testError', belowZero, 'primary'],
  ['J9', 'unshared batch norm alleviates the growth of activations', 'unshared batch norm', 'naive sharing', 'rise', belowZero],
  ['J9', 'it alleviates that of gradients', 'unshared batch norm', 'naive sharing', 'ratioAtStart', belowZero],
  ['J9', 'it fits better than naive sharing', 'unshared batch norm', 'naive sharing', 'trainError', belowZero],
  ['J9', 'it generalizes better than naive sharing', 'unshared batch norm', 'naive sharing', 'testError', belowZero],
];

const isOfStart = (measure: Measure): measure is StartMeasure => MEASURES[measure].untrained === true;

/** J8 and J9 of the networks of the sharing experiment, task by task. */
export function sharing(tables: RunTables): EvidenceRow[] {
  const all = { runs: runs.rows(tables.runs), stateNorms: stateNorms.rows(tables.stateNorms), gradientRatios: gradientRatios.rows(tables.gradientRatios) };
  const known = knownOf(all.runs);
  const own = <Row extends { readonly experiment: string }>(rows: readonly Row[]): Row[] => rows.filter(({ experiment }) => experiment === SHARING);
  const kinds = new Map([...own(all.runs), ...own(all.stateNorms)].map((row) => [keyOf(row), row]));
  return [...kinds].flatMap(([key, { experiment, preset, task, normalization }]) =>
    ofNetworks({ experiment, preset, task, normalization, known, ...all, runs: own(all.runs).filter((row) => keyOf(row) === key), stateNorms: own(all.stateNorms).filter((row) => keyOf(row) === key) }),
  );
}

/**
 * J8 and J9 (JAB18, stated; statistics and rules ours): differences between networks of the same seed. Both effects of J9 are against
 * naive sharing, which cancels. Naive sharing is also compared with the network without sharing that is nearest to it in parameters.
 */
function ofNetworks(networks: SharingNetworks): EvidenceRow[] {
  const trained = networks.runs.map((row): Trained => trainedOf(row, networks));
  const atStart = atStartOf(networks.stateNorms);
  const shallow = asManyParameters(trained);
  const comparisons: readonly Comparison[] =
    shallow === undefined ? COMPARISONS : [...COMPARISONS, ['J8', 'naive sharing is worse than about as many parameters without sharing', 'naive sharing', shallow, 'testError', aboveZero]];
  return comparisons.flatMap(([claim, statement, a, b, measure, rule, primary]) => {
    const { words, ...asked } = MEASURES[measure];
    const question = { claim, statement, statistic: `${words}: ${a} minus ${b}`, ...asked, rule, primary: primary !== undefined };
    const of = <Row extends { readonly variant: string; readonly seed: number }>(rows: readonly Row[]): Row[][] => withinSeeds(...[a, b].map((name) => rows.filter(({ variant }) => variant === name)));
    return isOfStart(measure)
      ? overSeeds(networks, question, of(atStart), ([one, other]) => one![measure] - other![measure])
      : overSeeds(networks, question, of(trained), ([one, other]) => one![measure] - other![measure]);
  });
}

/** Of so many times as many parameters, or fewer by so much, a network has "about as many" (ours). */
const ABOUT_AS_MANY = 1.5;

/** The shallower network without sharing that is nearest to naive sharing in parameters: "3 blocks" are as many kernels at one size and fewer at another. */
function asManyParameters(trained: readonly Trained[]): string | undefined {
  const naive = trained.find(({ variant }) => variant === 'naive sharing')?.parameters ?? NaN;
  const distance = ({ parameters }: Trained): number => Math.abs(Math.log(parameters / naive));
  const near = trained.filter((network) => /^\d+ blocks?$|^resnet-\d+$/.test(network.variant) && distance(network) <= Math.log(ABOUT_AS_MANY));
  return near.sort((a, b) => distance(a) - distance(b))[0]?.variant;
}

function trainedOf({ run, seed, variant, parameters, trainAccuracy, testError }: RunRow, { gradientRatios }: SharingNetworks): Trained {
  const ratios = gradientRatios.filter((row) => row.run === run && row.variant === variant).map(({ ratio }) => logarithm(ratio));
  return { run, seed, variant, parameters, trainError: 100 * (1 - trainAccuracy), testError: 100 * testError, ratioInTraining: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length };
}

function atStartOf(stateNorms: readonly RunStateNormRow[]): AtStart[] {
  const ofNetwork = new Map<string, RunStateNormRow[]>();
  for (const row of stateNorms) {
    const key = JSON.stringify([row.run, row.variant]);
    ofNetwork.set(key, [...(ofNetwork.get(key) ?? []), row]);
  }
  return [...ofNetwork.values()].map((rows) => {
    const norms = [...rows].sort((a, b) => a.state - b.state);
    const sizes = norms.map(({ activationNorm }) => logarithm(activationNorm));
    const { run, seed, variant } = norms[0]!;
    return { run, seed, variant, growth: slope(sizes), rise: sizes[sizes.length - 1]! - sizes[0]!, ratioAtStart: logarithm(gradientNormRatio(norms)) };
  });
}

/** NaN, which decides nothing, where numbers left float32's range. */
function logarithm(value: number): number {
  return value > 0 && Number.isFinite(value) ? Math.log10(value) : NaN;
}
