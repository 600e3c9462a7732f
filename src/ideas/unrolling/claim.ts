import { aboveZero, belowZero } from '../../claims/decide';
import type { NetworkNumbers, Question, UnrolledNumbers } from '../../claims/question';

/** Steps of a group, unscaled or with the scale that was chosen. */
function stepsOf({ unrolling }: NetworkNumbers, scaled: boolean, group: string): UnrolledNumbers[] {
  const scales = unrolling.map(({ scale }) => scale);
  const scale = scaled ? Math.min(...scales) : 1;
  return unrolling.filter((row) => row.scale === scale && row.group === group).sort((a, b) => a.step - b.step);
}

/** Behind the last extra step minus the network as it is. */
function change(numbers: NetworkNumbers, group: string, measure: 'loss' | 'accuracy'): number | null {
  const steps = stepsOf(numbers, true, group);
  return steps.length === 0 || steps[0]!.images === 0 ? null : steps[steps.length - 1]![measure] - steps[0]![measure];
}

/** J7 (JAB18, stated; statistics and rules ours). */
export const lowersTrainingLoss: Question = {
  claim: 'J7',
  statement: 'unrolled with its output scaled, the last block goes on to lower the training loss',
  statistic: 'ln of the training loss after 20 scaled steps over that before; the scale chosen on other images',
  rule: belowZero,
  primary: true,
  value: ({ unrolledLoss }) => unrolledLoss,
};

export const raisesTestLoss: Question = {
  claim: 'J7',
  statement: 'scaled, test loss rises',
  statistic: 'mean loss behind the last extra step minus that of the network as it is, output scaled as chosen on training images',
  rule: aboveZero,
  value: (numbers) => change(numbers, 'all', 'loss'),
};

export const correctsBorderline: Question = {
  claim: 'J7',
  statement: 'scaled, borderline test examples get corrected',
  statistic: 'their accuracy behind the last extra step minus that of the network as it is, output scaled as chosen on training images',
  rule: aboveZero,
  value: (numbers) => change(numbers, 'borderline', 'accuracy'),
  images: (whole) => stepsOf(whole, true, 'borderline')[0]?.images ?? 0,
};

const cosines = (steps: readonly UnrolledNumbers[]): number[] | null => (steps.length === 0 ? null : steps.map(({ cosineLoss }) => cosineLoss));

export const downhillAtFirst: Question = {
  claim: 'J7',
  statement: 'unscaled, the cosine is negative for the first two extra steps',
  statistic: 'mean cosine losses of extra steps 1 and 2, each by itself; shown is the larger',
  rule: belowZero,
  value: (numbers) => cosines(stepsOf(numbers, false, 'all').slice(1, 3)),
};

export const downhillThroughout: Question = {
  claim: 'J7',
  statement: 'scaled, the cosine is negative for all extra steps',
  statistic: 'mean cosine loss of every extra step, each by itself, output scaled as chosen on training images; shown is the largest',
  rule: belowZero,
  value: (numbers) => cosines(stepsOf(numbers, true, 'all').slice(1)),
};
