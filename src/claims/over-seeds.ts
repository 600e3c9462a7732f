import { confidenceLevel, decisiveInterval } from '../statistics/interval';
import { decide, ruleInWords, type Rule } from './decide';
import { ofGroup, runNames, type ClaimName, type EvidenceRow, type Group } from './evidence';

/** What is asked of networks that differ in their seed only. */
interface Asked {
  readonly claim: ClaimName;
  readonly statement: string;
  readonly statistic: string;
  readonly unit?: EvidenceRow['unit'];
  readonly rule: Rule;
}

/** One network's value of the statistic, and the runs that it was computed from. */
export interface SeedValue {
  readonly value: number;
  readonly runs: readonly { readonly run: string }[];
}

/**
 * The evidence row of a statistic that every seed has a value of: its mean with Student's interval over seeds; none without values.
 * @param networks which ones of the group these are, where not all of its normalization
 */
export function overSeeds(group: Omit<Group, 'rows'>, { claim, statement, statistic, unit = '', rule }: Asked, values: readonly SeedValue[], networks?: string): EvidenceRow[] {
  if (values.length === 0) return [];
  // A number that left the range of what is measured leaves effect and verdict undefined.
  const { over, n, mean, lower, upper } = decisiveInterval(values.map(({ value }) => (Number.isFinite(value) ? value : NaN)));
  return [
    {
      claim,
      ...ofGroup(group),
      ...(networks === undefined ? {} : { networks }),
      statement,
      statistic,
      unit,
      over,
      n,
      effect: mean,
      level: confidenceLevel,
      lower,
      upper,
      rule: ruleInWords(rule),
      verdict: decide({ lower, upper }, rule),
      runs: runNames(values.flatMap(({ runs }) => runs)),
    },
  ];
}

/**
 * Values of a − b within each seed that has both, as a paired comparison takes them.
 * @param value of a network
 */
export function differences<Row extends { readonly seed: number; readonly run: string }>(a: readonly Row[], b: readonly Row[], value: (row: Row) => number): SeedValue[] {
  return a.flatMap((one) => b.filter(({ seed }) => seed === one.seed).map((other) => ({ value: value(one) - value(other), runs: [one, other] })));
}
