import type { Question } from '../../claims/question';
import { smallestHalf } from '../../statistics/along-blocks';

/** J1 (JAB18, stated; statistic and rule ours). */
export const dominates: Question = {
  claim: 'J1',
  statement: 'the first-order term dominates where F is small',
  statistic: 'mean |true change of the loss − first-order term| as a share of mean |first-order term|, over the half of the blocks with the smallest ℓ2 ratios',
  rule: { supports: { side: 'below', bound: 0.5 }, contradicts: { side: 'above', bound: 1 } },
  primary: true,
  value({ blocks }, whole) {
    if (blocks.length === 0) return null;
    const small = new Set(smallestHalf(whole.blocks, ({ l2Ratio }) => l2Ratio).map(({ stage, block }) => `${stage}.${block}`));
    const own = blocks.filter(({ stage, block }) => small.has(`${stage}.${block}`));
    return own.reduce((sum, { taylorRemainder }) => sum + taylorRemainder, 0) / own.reduce((sum, { taylorTerm }) => sum + taylorTerm, 0);
  },
};
