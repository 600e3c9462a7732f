import { aboveZero } from '../../claims/decide';
import type { NetworkNumbers, Question } from '../../claims/question';
import { rises, slope } from '../../statistics/along-blocks';

/** [point][block] accuracies of a network, points in the order of the training. */
function accuracies({ earlyReadouts }: NetworkNumbers): number[][] {
  const points = [...new Set(earlyReadouts.map(({ epoch }) => epoch))].sort((a, b) => a - b);
  return points.map((point) => earlyReadouts.filter(({ epoch }) => epoch === point).sort((a, b) => a.block - b.block).map(({ accuracy }) => accuracy));
}

const atEnd = (numbers: NetworkNumbers): number[] | undefined => accuracies(numbers).slice(-1)[0];

/** J5 (JAB18, stated; statistics and rules ours). */
export const gradual: Question = {
  claim: 'J5',
  statement: 'accuracy rises gradually with depth',
  statistic: 'slope of the least-squares line through the accuracies read out behind the blocks of the last stage, from its first state (0) to its last (1)',
  rule: aboveZero,
  primary: true,
  value(numbers) {
    const last = atEnd(numbers);
    return last ? slope(last) : null;
  },
};

export const withEveryBlock: Question = {
  claim: 'J5',
  statement: 'accuracy rises with every block of the last stage',
  statistic: 'smallest rise of the accuracy, read out early, from one block to the next',
  rule: aboveZero,
  value(numbers) {
    const last = atEnd(numbers);
    return last ? Math.min(...rises(last)) : null;
  },
};

export const throughoutTraining: Question = {
  claim: 'J5',
  statement: 'accuracy rises with depth all through the training',
  statistic: 'smallest of these slopes among the recorded points of the training',
  rule: aboveZero,
  value(numbers) {
    const points = accuracies(numbers);
    return points.length === 0 ? null : Math.min(...points.map((each) => slope(each)));
  },
};
