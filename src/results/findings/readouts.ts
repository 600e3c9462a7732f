import type { BorderlineExamples } from '../../analyses/borderline-examples';
import { blockDrop } from '../../analyses/block-drop';
import type { EarlyReadout } from '../../analyses/early-readout';
import { normalizedAccuracy } from '../../indices/curves';
import type { ProgramResults } from '../../indices/program-results';
import { GROUPS, groupValues } from '../analyses/borderline-examples';
import type { OnImages } from '../analyses/image-fields';
import { bootstrap, weightedMean } from '../bootstrap';
import { aboveZero, belowZero, type Rule } from '../claims/decide';
import { finding, type FindingRow } from './finding';

/** Accuracy above chance that must be left with any block dropped, as a share of the whole network's (ours). */
const DRASTIC = 0.5;

/** J4: no drastic drop when a single block is dropped. @param chance 1/K for K classes */
export function blockDropFinding(of: OnImages, results: ProgramResults, chance: number): FindingRow[] {
  const rule: Rule = { supports: { side: 'above', bound: DRASTIC }, contradicts: { side: 'below', bound: DRASTIC } };
  const interval = bootstrap(results.size, (weights) => {
    const { whole, stages } = blockDrop.outcome(results.resampled(weights));
    return Math.min(...stages.flatMap(({ accuracy }) => accuracy.map((a) => normalizedAccuracy(a, whole, chance))));
  });
  return [
    finding(of, interval, { finding: 'J4', statement: 'no drastic drop when any one block is dropped', statistic: 'lowest normalized accuracy with one block dropped (1: the whole network, 0: chance)' }, rule),
  ];
}

/** J5: read out after every block of the last stage, accuracy rises gradually with depth. */
export function earlyReadoutFinding(of: OnImages, { images }: EarlyReadout): FindingRow[] {
  const interval = bootstrap(images[0]!.right.length, (weights) => {
    const accuracy = images.map(({ right }) => weightedMean(right, weights));
    return Math.min(...accuracy.slice(1).map((a, t) => a - accuracy[t]!));
  });
  return [
    finding(of, interval, { finding: 'J5', statement: 'accuracy rises with every block of the last stage', statistic: 'smallest rise of the accuracy, read out early, from one block to the next' }, aboveZero),
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
  const loss = last.loss.map((each, n) => each - beforeLast.loss[n]!);
  const intervals = bootstrap(borderline.length, (weights) => ({
    corrected: weightedMean(corrected, weights),
    entropy: Math.max(...entropies.map((change) => weightedMean(change, weights))),
    loss: weightedMean(loss, weights),
  }));
  const rows = [
    finding(of, intervals.corrected, { finding: 'J6', statement: 'borderline examples get corrected', statistic: 'accuracy of the borderline examples behind the last block minus that behind the first that is read out' }, aboveZero),
    finding(of, intervals.entropy, { finding: 'J6', statement: 'entropy falls in all groups', statistic: 'largest change of a group’s mean entropy, from behind the first block that is read out to behind the last' }, belowZero),
  ];
  if (of.images !== 'test') return rows;
  return [...rows, finding(of, intervals.loss, { finding: 'J6', statement: 'test loss rises behind the last block', statistic: 'mean loss behind the last block minus that behind the one before' }, aboveZero)];
}
