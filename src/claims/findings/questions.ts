import { aboveZero, belowZero, type Rule } from '../decide';
import type { FindingRow } from './finding';

/** What is asked of a network: a finding of JAB18 (stated), and how it is decided (ours); fixed in code before results were seen. */
export interface Question {
  readonly finding: FindingRow['finding'];
  readonly statement: string;
  readonly statistic: string;
  readonly rule: Rule;
}

/** Accuracy above chance that must be left with any block dropped, as a share of the whole network's (ours). */
const DRASTIC = 0.5;

/** Those that are asked of published networks, over images, and of those trained here, over seeds. */
export const QUESTIONS = {
  taylor: {
    finding: 'J1',
    statement: 'the first-order term dominates where F is small',
    statistic: 'mean |true change of the loss − first-order term| as a share of mean |first-order term|, over the half of the blocks with the smallest ℓ2 ratios',
    rule: { supports: { side: 'below', bound: 0.5 }, contradicts: { side: 'above', bound: 1 } },
  },
  /** No maximum decides: all are negative when each one is, and some one is positive at Bonferroni’s level. */
  cosine: {
    finding: 'J2',
    statement: 'the cosine loss is negative for every block',
    statistic: 'mean cosine loss of each block, each by itself; shown is the largest',
    rule: belowZero,
  },
  cosineSlope: {
    finding: 'J2',
    statement: 'it is more negative in higher blocks',
    statistic: 'slope of the least-squares line through the blocks’ mean cosine losses, from the first block (0) to the last (1)',
    rule: belowZero,
  },
  cosineDepth: {
    finding: 'J2',
    statement: 'it is more negative in deeper networks',
    statistic: 'mean cosine loss over blocks of the deeper network minus that of the other',
    rule: belowZero,
  },
  /** Flatter than in a network of a single representation, whose first block's ratio is up to about 2; half of that is the bound (ours). */
  ratio: {
    finding: 'J3',
    statement: 'the ℓ2 ratio is flat: no block starts near the 2 of single-representation networks',
    statistic: 'mean ℓ2 ratio of each block, each by itself; shown is the largest',
    rule: { supports: { side: 'below', bound: 1 }, contradicts: { side: 'above', bound: 2 } },
  },
  /** Up to about 2 (stated); half of that is the bound (ours). */
  firstRatio: {
    finding: 'J3',
    statement: 'with a single representation the first block’s ℓ2 ratio is large',
    statistic: 'mean ℓ2 ratio of the first block',
    rule: { supports: { side: 'above', bound: 1 }, contradicts: { side: 'below', bound: 1 } },
  },
  ratioFalls: {
    finding: 'J3',
    statement: 'with a single representation the ℓ2 ratio falls from block to block',
    statistic: 'rises of the mean ℓ2 ratio from one block to the next, each by itself; shown is the largest',
    rule: belowZero,
  },
  drop: {
    finding: 'J4',
    statement: 'no drastic drop when any one block is dropped',
    statistic: 'lowest normalized accuracy with one block dropped (1: the whole network, 0: chance)',
    rule: { supports: { side: 'above', bound: DRASTIC }, contradicts: { side: 'below', bound: DRASTIC } },
  },
  firstDrop: {
    finding: 'J4',
    statement: 'with a single representation dropping the first block is a catastrophe',
    statistic: 'normalized accuracy with the first block dropped (1: the whole network, 0: chance)',
    rule: { supports: { side: 'below', bound: DRASTIC }, contradicts: { side: 'above', bound: DRASTIC } },
  },
  gradual: {
    finding: 'J5',
    statement: 'accuracy rises gradually with depth',
    statistic: 'slope of the least-squares line through the accuracies read out behind the blocks of the last stage, from its first state (0) to its last (1)',
    rule: aboveZero,
  },
  readout: {
    finding: 'J5',
    statement: 'accuracy rises with every block of the last stage',
    statistic: 'smallest rise of the accuracy, read out early, from one block to the next',
    rule: aboveZero,
  },
  correctedFromFirst: {
    finding: 'J6',
    statement: 'what is borderline at first gets corrected',
    statistic: 'accuracy behind the last block minus that behind the first that is read out, of the images that are borderline there',
    rule: { supports: { side: 'above', bound: 0.05 }, contradicts: { side: 'below', bound: 0 } },
  },
  corrected: {
    finding: 'J6',
    statement: 'borderline examples get corrected',
    statistic: 'accuracy behind the last block minus that behind the first that is read out, of the images that are borderline under the whole network',
    rule: aboveZero,
  },
  entropy: {
    finding: 'J6',
    statement: 'entropy falls in all groups',
    statistic: 'largest change of a group’s mean entropy, from behind the first block that is read out to behind the last',
    rule: belowZero,
  },
  lossRise: {
    finding: 'J6',
    statement: 'test loss rises behind the last block',
    statistic: 'mean loss behind the last block minus that behind the one before',
    rule: aboveZero,
  },
  unrolled: {
    finding: 'J7',
    statement: 'unrolled with its output scaled, the last block goes on to lower the training loss',
    statistic: 'ln of the training loss after 20 scaled steps over that before; the scale chosen on other images',
    rule: belowZero,
  },
} as const satisfies Readonly<Record<string, Question>>;
