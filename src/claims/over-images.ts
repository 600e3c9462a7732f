import type { Measured } from '../measuring/measured';
import type { OnImages } from '../measuring/on-images';
import { bootstrap, resampled, type ImageInterval, type Weights } from '../statistics/bootstrap';
import { largest, smallest } from '../statistics/extreme';
import { decide, ruleInWords } from './decide';
import type { EvidenceRow } from './evidence';
import { numbersOf } from './network-numbers';
import type { Asked } from './over-seeds';
import type { NetworkNumbers, PairQuestion, Question } from './question';

/** A published network, as it was measured. */
export interface MeasuredNetwork {
  /** at which size */
  readonly preset: string;
  readonly of: OnImages;
  readonly measured: Measured;
  /** accuracy of a chance predictor */
  readonly chance: number;
}

/**
 * What one network, which others did not train or train again, says of questions: a bootstrap over its images, by which nothing is said of
 * other seeds. The verdict is that of its two-sided interval; in the ledger it decides nothing.
 */
export function overImages(network: MeasuredNetwork, questions: readonly Question[]): EvidenceRow[] {
  const { measured } = network;
  const at = (weights: Weights): NetworkNumbers => numbersOf(measured.drawn(weights), network.chance);
  const whole = at(new Uint32Array(measured.images).fill(1));
  const applying = questions.filter((question) => question.value(whole, whole) !== null);
  if (applying.length === 0) return [];
  const drawn = resampled<readonly (readonly number[])[]>(measured.images, (weights) => {
    const numbers = at(weights);
    return applying.map((question) => [question.value(numbers, whole) ?? Number.NaN].flat());
  });
  return applying.map((question, q) => rowOf(network, network.of.network, question, (question.rule.supports.side === 'above' ? smallest : largest)(drawn, (all) => all[q]!), question.images?.(whole)));
}

/**
 * The same of two networks on the same images.
 * @throws Error where they were not measured on the same images
 */
export function pairOverImages(one: MeasuredNetwork, other: MeasuredNetwork, { value, ...asked }: PairQuestion): EvidenceRow[] {
  if (one.of.task !== other.of.task || one.of.images !== other.of.images || one.measured.images !== other.measured.images) {
    throw new Error(`${one.of.network} and ${other.of.network} were not measured on the same images, so they cannot be compared image by image.`);
  }
  const at = ({ measured, chance }: MeasuredNetwork, weights: Weights): number => value(numbersOf(measured.drawn(weights), chance)) ?? Number.NaN;
  return [rowOf(one, `${one.of.network} against ${other.of.network}`, asked, bootstrap(one.measured.images, (weights) => at(one, weights) - at(other, weights)))];
}

function rowOf({ preset, of: { task, images } }: MeasuredNetwork, networks: string, { claim, statement, statistic, unit = '', rule }: Asked, { n, estimate, lower, upper }: ImageInterval, entering = n): EvidenceRow {
  return {
    claim,
    experiment: 'iterative-inference',
    preset,
    task,
    networks: images === 'test' ? networks : `${networks}, training images`,
    statement,
    statistic,
    unit,
    primary: false,
    over: 'images',
    n: entering,
    leftOut: 0,
    effect: estimate,
    bySeed: '',
    lower,
    upper,
    atLeast: null,
    atMost: null,
    pAgainst: null,
    rule: ruleInWords(rule),
    verdict: decide({ atLeast: lower, atMost: upper }, rule),
    seedsToDecide: null,
    idle: false,
    runs: networks,
  };
}
