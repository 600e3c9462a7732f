import { aboveZero, belowZero } from '../../claims/decide';
import type { NetworkNumbers, Question } from '../../claims/question';

type Readout = NetworkNumbers['readouts'][number];

const ofGroup = ({ readouts }: NetworkNumbers, group: Readout['group']): Readout[] => readouts.filter((row) => row.group === group && row.images > 0).sort((a, b) => a.block - b.block);

/**
 * Behind the last block minus behind one before, counted from the front, or from the end; null: the group has no image, or there is but one
 * block, which says nothing.
 */
function change(numbers: NetworkNumbers, group: Readout['group'], measure: 'accuracy' | 'entropy' | 'loss', from: number): number | null {
  const own = ofGroup(numbers, group);
  return own.length < 2 ? null : own[own.length - 1]![measure] - own.slice(from)[0]![measure];
}

/** J6 (JAB18, stated; statistics and rules ours), from behind the first of the last blocks that are read out to behind the last one. */
export const correctedFromFirst: Question = {
  claim: 'J6',
  statement: 'what is borderline at first gets corrected',
  statistic: 'accuracy behind the last block minus that behind the first that is read out, of the images that are borderline there',
  rule: { supports: { side: 'above', bound: 0.05 }, contradicts: { side: 'below', bound: 0 } },
  primary: true,
  value: (numbers) => change(numbers, 'borderline at first', 'accuracy', 0),
  images: (whole) => ofGroup(whole, 'borderline at first')[0]?.images ?? 0,
};

export const corrected: Question = {
  claim: 'J6',
  statement: 'borderline examples get corrected',
  statistic: 'accuracy behind the last block minus that behind the first that is read out, of the images that are borderline under the whole network',
  rule: aboveZero,
  value: (numbers) => change(numbers, 'borderline', 'accuracy', 0),
  images: (whole) => ofGroup(whole, 'borderline')[0]?.images ?? 0,
};

export const entropyFalls: Question = {
  claim: 'J6',
  statement: 'entropy falls in all groups',
  statistic: 'largest change of a group’s mean entropy, from behind the first block that is read out to behind the last',
  rule: belowZero,
  value(numbers) {
    const changes = (['borderline', 'already correct', 'all'] as const).flatMap((group) => change(numbers, group, 'entropy', 0) ?? []);
    return changes.length === 0 ? null : Math.max(...changes);
  },
};

export const lossRises: Question = {
  claim: 'J6',
  statement: 'test loss rises behind the last block',
  statistic: 'mean loss behind the last block minus that behind the one before',
  rule: aboveZero,
  value: (numbers) => change(numbers, 'all', 'loss', -2),
};
