import { family, groupBySetting, settingLabel, STANDARD_VARIANT } from '../../tables/condition';
import { confidenceLevel, decisiveInterval } from '../../statistics/interval';
import { decide, ruleInWords } from '../../claims/decide';
import { ofGroup, runNames, type EvidenceRow, type Group } from '../../claims/evidence';
import { improvementMargin, noImprovement } from './claim';

/** A point of the line through the ordinary networks of one seed. */
interface Reference {
  readonly effectiveParameters: number | null;
  readonly testError: number;
}

/**
 * L4 at a matched effective number of parameters (the comparison is LPK24's, its form ours): the test error of every
 * regularised network minus that of an ordinary network of as many effective parameters. That one is interpolated, within
 * the seed, on the straight lines between the ordinary networks of fewer blocks (variants such as `1 block`) and the usual
 * one, over the logarithm of the effective number of parameters. Nothing is extrapolated: seeds whose network lies outside of
 * the ordinary ones are left out. Intervals are Student's over seeds, simultaneous as those of `generalization`.
 */
export function matchedParameters(group: Group): EvidenceRow[] {
  const ordinary = group.rows.filter((row) => family(row) === 'ordinary');
  if (new Set(ordinary.map(({ variant }) => variant)).size < 2) return [];
  const regularised = groupBySetting(group.rows.filter((row) => family(row) !== 'ordinary' && row.variant === STANDARD_VARIANT));
  return regularised.flatMap(({ setting, rows }) => {
    const compared = rows.flatMap((row) => {
      const references = ordinary.filter(({ seed }) => seed === row.seed);
      const matched = row.effectiveParameters === null ? undefined : errorAt(row.effectiveParameters, references);
      return matched === undefined ? [] : [{ effect: 100 * (row.testError - matched), runs: [row, ...references] }];
    });
    if (compared.length === 0) return [];
    const level = 1 - (1 - confidenceLevel) / regularised.length;
    const { n, mean, lower, upper } = decisiveInterval(compared.map(({ effect }) => effect), level);
    return [
      {
        claim: 'L4' as const,
        ...ofGroup(group),
        statement: `${settingLabel({ ...setting, normalization: 'batch' })} does not improve generalization at matched effective parameters`,
        statistic: `test error minus that of ordinary networks of fewer blocks, interpolated at its effective number of parameters; an improvement: by more than ${improvementMargin} percentage points`,
        unit: 'percentage points' as const,
        over: 'seeds' as const,
        n,
        effect: mean,
        level,
        lower,
        upper,
        rule: ruleInWords(noImprovement),
        verdict: decide({ lower, upper }, noImprovement),
        runs: runNames(compared.flatMap(({ runs }) => runs)),
      },
    ];
  });
}

/** Share of the effective number by which a network may lie beyond the ordinary ones: equal blocks count as one up to rounding. */
const ROUNDING = 1e-3;

/** Test error on the line through the references; `undefined` outside of them. */
export function errorAt(effectiveParameters: number, references: readonly Reference[]): number | undefined {
  const points = references
    .flatMap(({ effectiveParameters, testError }) => (effectiveParameters === null ? [] : [{ effectiveParameters, testError }]))
    .sort((a, b) => a.effectiveParameters - b.effectiveParameters);
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last || points.length < 2) return undefined;
  if (effectiveParameters < first.effectiveParameters * (1 - ROUNDING) || effectiveParameters > last.effectiveParameters * (1 + ROUNDING)) return undefined;
  const behind = points.findIndex((point) => point.effectiveParameters >= effectiveParameters);
  const end = behind === -1 ? points.length - 1 : Math.max(1, behind);
  const [a, b] = [points[end - 1]!, points[end]!];
  const span = Math.log(b.effectiveParameters / a.effectiveParameters);
  if (span === 0) return (a.testError + b.testError) / 2;
  return a.testError + (Math.log(effectiveParameters / a.effectiveParameters) / span) * (b.testError - a.testError);
}
