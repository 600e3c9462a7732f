/**
 * What is said of a claim on one task. `undecided`: the networks are too few, or the effect too small, for either answer; absence of
 * evidence is never read as evidence of absence. `not competent`: fewer than two seeds are left without networks too near to chance.
 * `decides nothing`: a comparison that is shown beside the primary one.
 */
export const verdicts = ['supported', 'contradicted', 'undecided', 'not competent', 'decides nothing'] as const;
export type Verdict = (typeof verdicts)[number];

/** A half-line: all values above a bound, or all below it. */
export interface HalfLine {
  readonly side: 'above' | 'below';
  readonly bound: number;
}

/** Which effects speak for a claim and which, if any, against it; fixed in code before any result of the study is seen. */
export interface Rule {
  readonly supports: HalfLine;
  readonly contradicts?: HalfLine;
}

export const aboveZero: Rule = { supports: { side: 'above', bound: 0 }, contradicts: { side: 'below', bound: 0 } };
export const belowZero: Rule = { supports: { side: 'below', bound: 0 }, contradicts: { side: 'above', bound: 0 } };

/** One-sided bounds of an effect; `null` where the values decide none. */
export interface Bounds {
  readonly atLeast: number | null;
  readonly atMost: number | null;
}

/**
 * The verdict of bounds: contradicted where one clears the contradicting half-line, supported where one clears the supporting
 * half-line (asked in this order, should they overlap), else undecided.
 */
export function decide({ atLeast, atMost }: Bounds, { supports, contradicts }: Rule): 'supported' | 'contradicted' | 'undecided' {
  const clears = ({ side, bound }: HalfLine): boolean => (side === 'above' ? atLeast !== null && atLeast > bound : atMost !== null && atMost < bound);
  if (contradicts && clears(contradicts)) return 'contradicted';
  return clears(supports) ? 'supported' : 'undecided';
}

/** `above 0.3: supported; below 0.1: contradicted`. */
export function ruleInWords({ supports, contradicts }: Rule, [yes, no]: readonly [string, string] = ['supported', 'contradicted']): string {
  const words = ({ side, bound }: HalfLine): string => `${side} ${String(bound).replace('-', '−')}`;
  return [`${words(supports)}: ${yes}`, ...(contradicts ? [`${words(contradicts)}: ${no}`] : [])].join('; ');
}
