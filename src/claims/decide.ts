/**
 * `not decided at this scale`: the networks trained are too few, or the effect too small, for either answer. Absence
 * of evidence for an effect is never read as evidence of its absence.
 */
export const verdicts = ['reproduced', 'not reproduced', 'not decided at this scale'] as const;
export type Verdict = (typeof verdicts)[number];

/** A half-line: all values above a bound, or all below it. */
export interface HalfLine {
  readonly side: 'above' | 'below';
  readonly bound: number;
}

/** Which effects speak for a claim and which against it; fixed in code before any result is seen. */
export interface Rule {
  readonly supports: HalfLine;
  readonly contradicts: HalfLine;
}

export const aboveZero: Rule = { supports: { side: 'above', bound: 0 }, contradicts: { side: 'below', bound: 0 } };
export const belowZero: Rule = { supports: { side: 'below', bound: 0 }, contradicts: { side: 'above', bound: 0 } };

/**
 * The verdict on an interval: it contradicts where it lies wholly on the contradicting half-line, supports where it
 * lies wholly on the supporting one (asked in this order, should they overlap), else nothing is decided.
 */
export function decide({ lower, upper }: { readonly lower: number | null; readonly upper: number | null }, rule: Rule): Verdict {
  if (lower === null || upper === null) return 'not decided at this scale';
  const within = ({ side, bound }: HalfLine): boolean => (side === 'above' ? lower > bound : upper < bound);
  if (within(rule.contradicts)) return 'not reproduced';
  if (within(rule.supports)) return 'reproduced';
  return 'not decided at this scale';
}

/** `reproduced: above 0; not reproduced: below 0`. */
export function ruleInWords({ supports, contradicts }: Rule): string {
  const words = ({ side, bound }: HalfLine): string => `${side} ${String(bound).replace('-', '−')}`;
  return `interval wholly ${words(supports)}: reproduced; ${words(contradicts)}: not reproduced`;
}
