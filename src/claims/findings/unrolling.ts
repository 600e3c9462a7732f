import type { Unrolled, UnrolledNetwork } from '../../ideas/unrolling/measure';
import { meanLoss } from '../../ideas/unrolling/mean-loss';
import type { OnImages } from '../../measuring/on-images';
import { bootstrap, weightedMean } from '../../statistics/bootstrap';
import { largest } from '../../statistics/extreme';
import { aboveZero, belowZero } from '../decide';
import { finding, type FindingRow } from './finding';

/**
 * J7: unrolled with its output scaled, training loss falls and test loss rises, borderline test examples get corrected and the cosine
 * is negative at every step; unscaled it is negative at the first two.
 * @param scale of the two that were unrolled, the one that is not 1
 */
export function unrollingFindings(of: OnImages, { unrolled, borderline }: UnrolledNetwork, scale: number): FindingRow[] {
  const images = borderline.length;
  const scaled = ofScale(unrolled, scale);
  const unscaled = ofScale(unrolled, 1);
  const [first, last] = [scaled.steps[0]!, scaled.steps[scaled.steps.length - 1]!];
  const corrected = Float32Array.from(last.right, (right, n) => (borderline[n] ? right - first.right[n]! : Number.NaN));
  const largestCosine = ({ steps }: Unrolled, from: number, to: number) =>
    largest(images, (weights) => steps.slice(from, to + 1).map(({ cosineLoss }) => weightedMean(cosineLoss, weights)));
  const change = bootstrap(images, (weights) => meanLoss(last.loss, weights) - meanLoss(first.loss, weights));
  const lossChange = `mean loss behind the last extra step minus that of the network as it is, output scaled by ${scale}`;
  const cosines = [
    finding(of, largestCosine(unscaled, 1, 2), { finding: 'J7', statement: 'unscaled, the cosine is negative for the first two extra steps', statistic: 'mean cosine losses of extra steps 1 and 2, each by itself; shown is the larger', rule: belowZero }),
    finding(of, largestCosine(scaled, 1, last.step), { finding: 'J7', statement: 'scaled, the cosine is negative for all extra steps', statistic: `mean cosine loss of every extra step, each by itself, output scaled by ${scale}; shown is the largest`, rule: belowZero }),
  ];
  if (of.images === 'training') return [finding(of, change, { finding: 'J7', statement: 'scaled, training loss falls', statistic: lossChange, rule: belowZero }), ...cosines];
  return [
    finding(of, change, { finding: 'J7', statement: 'scaled, test loss rises', statistic: lossChange, rule: aboveZero }),
    finding(
      of,
      bootstrap(images, (weights) => weightedMean(corrected, weights)),
      { finding: 'J7', statement: 'scaled, borderline test examples get corrected', statistic: `their accuracy behind the last extra step minus that of the network as it is, output scaled by ${scale}`, rule: aboveZero },
      borderline.reduce((sum, one) => sum + one, 0),
    ),
    ...cosines,
  ];
}

function ofScale(unrolled: readonly Unrolled[], scale: number): Unrolled {
  const found = unrolled.find((each) => each.scale === scale);
  if (!found) throw new Error(`The block was not unrolled with the scale ${scale}.`);
  return found;
}
