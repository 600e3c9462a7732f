import type { BlockNumbers, PairQuestion, Question } from '../../claims/question';
import { normalizedAccuracy } from '../indices/curves';

/** Accuracy above chance that must be left with any block dropped, as a share of the whole network's (ours). */
const DRASTIC = 0.5;

/** Accuracy above chance that is left without the block, as a share of the whole network's. */
const leftWithout = ({ accuracyWithout, accuracy, chance }: BlockNumbers): number => normalizedAccuracy(accuracyWithout, accuracy, chance);

/** J4 (JAB18, stated; statistics and rules ours). */
export const noDrasticDrop: Question = {
  claim: 'J4',
  statement: 'no drastic drop when any one block is dropped',
  statistic: 'lowest normalized accuracy with one block dropped (1: the whole network, 0: chance)',
  rule: { supports: { side: 'above', bound: DRASTIC }, contradicts: { side: 'below', bound: DRASTIC } },
  value: ({ blocks }) => (blocks.length === 0 ? null : Math.min(...blocks.map(leftWithout))),
};

/** A network of a single representation minus an ordinary one. */
export const firstMattersMore: PairQuestion = {
  claim: 'J4',
  statement: 'without the first block a single representation keeps less than ordinary networks',
  statistic: 'normalized accuracy with the first block dropped: ordinary minus single representation',
  rule: { supports: { side: 'above', bound: 0.3 }, contradicts: { side: 'below', bound: 0.1 } },
  primary: true,
  value: ({ blocks }) => (blocks.length === 0 ? null : -leftWithout(blocks[0]!)),
};

export const firstIsCatastrophe: Question = {
  claim: 'J4',
  statement: 'with a single representation dropping the first block is a catastrophe',
  statistic: 'normalized accuracy with the first block dropped (1: the whole network, 0: chance)',
  rule: { supports: { side: 'below', bound: DRASTIC }, contradicts: { side: 'above', bound: DRASTIC } },
  value: ({ blocks }) => (blocks.length === 0 ? null : leftWithout(blocks[0]!)),
};
