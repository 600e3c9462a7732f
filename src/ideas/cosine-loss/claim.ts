import { belowZero } from '../../claims/decide';
import type { NetworkNumbers, PairQuestion, Question } from '../../claims/question';
import { slope } from '../../statistics/along-blocks';

const cosines = ({ blocks }: NetworkNumbers): number[] => blocks.map(({ cosineLoss }) => cosineLoss);

/** J2 (JAB18, stated; statistic and rule ours). No maximum decides: all are negative when each one is, and some one is positive at Bonferroni’s level. */
export const negative: Question = {
  claim: 'J2',
  statement: 'the cosine loss is negative for every block',
  statistic: 'mean cosine loss of each block, each by itself; shown is the largest',
  rule: belowZero,
  primary: true,
  on: ['test', 'training'],
  value: (numbers) => (numbers.blocks.length === 0 ? null : cosines(numbers)),
};

export const falls: Question = {
  claim: 'J2',
  statement: 'it is more negative in higher blocks',
  statistic: 'slope of the least-squares line through the blocks’ mean cosine losses, from the first block (0) to the last (1)',
  rule: belowZero,
  on: ['test', 'training'],
  value: (numbers) => (numbers.blocks.length === 0 ? null : slope(cosines(numbers))),
};

/** A deeper network minus a shallower one. */
export const fallsWithDepth: PairQuestion = {
  claim: 'J2',
  statement: 'it is more negative in deeper networks',
  statistic: 'mean cosine loss over blocks of the deeper network minus that of the other',
  rule: belowZero,
  value: ({ blocks }) => (blocks.length === 0 ? null : blocks.reduce((sum, { cosineLoss }) => sum + cosineLoss / blocks.length, 0)),
};
