import { z } from 'zod';
import type { ImageInterval } from '../../statistics/bootstrap';
import { decide, ruleInWords } from '../decide';
import { imageFields, intervalFields, type OnImages } from '../../measuring/on-images';
import { tableKind } from '../../files/table-kind';
import type { Question } from './questions';

/** `not decided`: the interval lies on neither side; no evidence for either. */
export const FINDING_VERDICTS = ['holds', 'does not hold', 'not decided'] as const;

export const findingSchema = z.strictObject({
  ...imageFields,
  /** JAB18's measurement. */
  finding: z.enum(['J1', 'J2', 'J3', 'J4', 'J5', 'J6', 'J7']),
  /** JAB18's finding (stated), as far as it can be asked of this network. */
  statement: z.string().min(1),
  /** What is computed (ours). */
  statistic: z.string().min(1),
  /** Which intervals decide what (ours); fixed in code before results were seen. */
  rule: z.string().min(1),
  verdict: z.enum(FINDING_VERDICTS),
});

export type FindingRow = z.infer<typeof findingSchema>;

/** One row for each finding of JAB18 and each network of which it was asked. */
export const findingTable = tableKind('findings', findingSchema);

const inWords = { supported: 'holds', contradicted: 'does not hold', undecided: 'not decided' } as const;

/** A finding with the verdict that its rule gives on the interval. @param n images that enter, where those are not all */
export function finding(of: OnImages, interval: ImageInterval, { rule, ...said }: Question, n?: number): FindingRow {
  const verdict = inWords[decide({ atLeast: interval.lower, atMost: interval.upper }, rule)];
  return { ...of, ...intervalFields(interval, n), ...said, rule: `interval wholly ${ruleInWords(rule, ['holds', 'does not hold'])}`, verdict };
}
