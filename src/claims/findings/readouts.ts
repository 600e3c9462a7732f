import type { BorderlineExamples } from '../../ideas/borderline-examples/measure';
import { blockDrop } from '../../ideas/block-drop/measure';
import type { EarlyReadout } from '../../ideas/early-readout/measure';
import { normalizedAccuracy } from '../../ideas/indices/curves';
import type { ProgramResults } from '../../measuring/programs/program-results';
import { GROUPS, groupValues } from '../../ideas/borderline-examples/rows';
import type { OnImages } from '../../measuring/on-images';
import { bootstrap, weightedMean, type Weights } from '../../statistics/bootstrap';
import { largest, smallest } from '../../statistics/extreme';
import { finding, type FindingRow } from './finding';
import { QUESTIONS } from './questions';
import { rises, slope } from '../../statistics/along-blocks';

/** J4: no drastic drop when a single block is dropped. @param chance 1/K for K classes */
export function blockDropFinding(of: OnImages, results: ProgramResults, chance: number): FindingRow[] {
  const interval = smallest(results.size, (weights) => {
    const { whole, stages } = blockDrop.outcome(results.resampled(weights));
    return stages.flatMap(({ accuracy }) => accuracy.map((a) => normalizedAccuracy(a, whole, chance)));
  });
  return [finding(of, interval, QUESTIONS.drop)];
}

/** J5: read out after every block of the last stage, accuracy rises gradually with depth. */
export function earlyReadoutFinding(of: OnImages, { images }: EarlyReadout): FindingRow[] {
  const count = images[0]!.right.length;
  const accuracies = (weights: Weights): number[] => images.map(({ right }) => weightedMean(right, weights));
  return [
    finding(of, bootstrap(count, (weights) => slope(accuracies(weights))), QUESTIONS.gradual),
    finding(of, smallest(count, (weights) => rises(accuracies(weights))), QUESTIONS.readout),
  ];
}

/** J6: borderline examples get corrected, entropy falls in all groups, and test loss rises behind the last block. */
export function borderlineFindings(of: OnImages, examples: BorderlineExamples): FindingRow[] {
  const { readouts, borderline } = examples;
  if (readouts.length < 2) return [];
  const [first, last, beforeLast] = [readouts[0]!, readouts[readouts.length - 1]!, readouts[readouts.length - 2]!];
  const groups = GROUPS.map((group) => groupValues(examples, group));
  const corrected = groups[0]!(last.right).map((right, n) => right - first.right[n]!);
  const entropies = groups.map((within) => within(last.entropy).map((entropy, n) => entropy - first.entropy[n]!));
  /** groups that have an image */
  const present = entropies.filter((change) => !change.every(Number.isNaN));
  const loss = last.loss.map((each, n) => each - beforeLast.loss[n]!);
  const intervals = bootstrap(borderline.length, (weights) => ({
    corrected: weightedMean(corrected, weights),
    loss: weightedMean(loss, weights),
  }));
  const rows = [finding(of, intervals.corrected, QUESTIONS.corrected, borderline.reduce((sum, one) => sum + one, 0)), finding(of, largest(borderline.length, (weights) => present.map((change) => weightedMean(change, weights))), QUESTIONS.entropy)];
  if (of.images !== 'test') return rows;
  return [...rows, finding(of, intervals.loss, QUESTIONS.lossRise)];
}
