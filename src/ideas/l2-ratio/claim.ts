import { median } from 'simple-statistics';
import { belowZero } from '../../claims/decide';
import type { PairQuestion, Question } from '../../claims/question';
import { rises } from '../../statistics/along-blocks';

/**
 * J3 (JAB18, stated; statistics and rules ours): flatter than in a network of a single representation, whose first block's ratio is up to
 * about 2; half of that is the bound.
 */
export const flat: Question = {
  claim: 'J3',
  statement: 'the ℓ2 ratio is flat: no block starts near the 2 of single-representation networks',
  statistic: 'mean ℓ2 ratio of each block, each by itself; shown is the largest',
  rule: { supports: { side: 'below', bound: 1 }, contradicts: { side: 'above', bound: 2 } },
  value: ({ blocks }) => (blocks.length === 0 ? null : blocks.map(({ l2Ratio }) => l2Ratio)),
};

/** A network of a single representation minus an ordinary one. */
export const firstStandsOut: PairQuestion = {
  claim: 'J3',
  statement: 'with a single representation the first block’s ℓ2 ratio stands out',
  statistic: 'ln of the first block’s mean ℓ2 ratio over the blocks’ median: single representation minus ordinary',
  rule: { supports: { side: 'above', bound: 0.4 }, contradicts: { side: 'below', bound: 0 } },
  primary: true,
  value: ({ blocks }) => (blocks.length === 0 ? null : Math.log(blocks[0]!.l2Ratio / median(blocks.map(({ l2Ratio }) => l2Ratio)))),
};

export const firstIsLarge: Question = {
  claim: 'J3',
  statement: 'with a single representation the first block’s ℓ2 ratio is large',
  statistic: 'mean ℓ2 ratio of the first block',
  rule: { supports: { side: 'above', bound: 1 }, contradicts: { side: 'below', bound: 1 } },
  value: ({ blocks }) => blocks[0]?.l2Ratio ?? null,
};

export const fallsFromBlockToBlock: Question = {
  claim: 'J3',
  statement: 'with a single representation the ℓ2 ratio falls from block to block',
  statistic: 'rises of the mean ℓ2 ratio from one block to the next, each by itself; shown is the largest',
  rule: belowZero,
  value: ({ blocks }) => (blocks.length === 0 ? null : rises(blocks.map(({ l2Ratio }) => l2Ratio))),
};
