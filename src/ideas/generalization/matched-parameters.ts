import { family, groupBySetting, settingLabel, STANDARD_VARIANT } from '../../tables/condition';
import type { EvidenceRow, Group } from '../../claims/evidence';
import { overSeeds } from '../../claims/over-seeds';
import { improvementInPoints, noImprovementInPoints } from './claim';

/** A point of the line through the ordinary networks of one seed. */
interface Reference {
  readonly effectiveParameters: number | null;
  readonly testError: number;
}

/** Ordinary networks of as many blocks as others have, or of fewer. */
const OF_BLOCKS = /^\d+ blocks?$/;

/**
 * L4 at a matched effective number of parameters (the comparison is LPK24's, its form ours; it decides nothing): the test error of
 * every regularised network minus that of an ordinary network of as many effective parameters. That one is interpolated, within the
 * seed, on the straight lines between the ordinary networks of fewer blocks (variants such as `1 block`) and the usual one, over the
 * logarithm of the effective number of parameters. Nothing is extrapolated: seeds whose network lies outside of the ordinary ones are left out.
 */
export function matchedParameters(group: Group): EvidenceRow[] {
  const ordinary = group.rows.filter((row) => family(row) === 'ordinary' && (row.variant === STANDARD_VARIANT || OF_BLOCKS.test(row.variant)));
  if (new Set(ordinary.map(({ variant }) => variant)).size < 2) return [];
  const regularised = groupBySetting(group.rows.filter((row) => family(row) !== 'ordinary' && row.variant === STANDARD_VARIANT));
  return regularised.flatMap(({ setting, rows }) =>
    overSeeds(
      group,
      {
        claim: 'L4',
        statement: `${settingLabel({ ...setting, normalization: 'batch' })} does not improve generalization at matched effective parameters`,
        statistic: `test error minus that of ordinary networks of fewer blocks, interpolated at its effective number of parameters; an improvement: by more than ${improvementInPoints} percentage points`,
        unit: 'percentage points',
        rule: noImprovementInPoints,
      },
      rows.map((row) => [row, ...ordinary.filter(({ seed }) => seed === row.seed)]),
      ([row, ...references]) => {
        const matched = row!.effectiveParameters === null ? undefined : errorAt(row!.effectiveParameters, references);
        return matched === undefined ? null : 100 * (row!.testError - matched);
      },
    ),
  );
}

/** Share of the effective number by which a network may lie beyond the ordinary ones: equal blocks count as one up to rounding. */
const ROUNDING = 1e-3;

/** Test error on the line through the references; beyond its ends by rounding alone that of the end, else `undefined`. */
export function errorAt(effectiveParameters: number, references: readonly Reference[]): number | undefined {
  const points = references
    .flatMap(({ effectiveParameters, testError }) => (effectiveParameters === null ? [] : [{ effectiveParameters, testError }]))
    .sort((a, b) => a.effectiveParameters - b.effectiveParameters);
  const [first, last] = [points[0], points[points.length - 1]];
  if (!first || !last || points.length < 2) return undefined;
  if (effectiveParameters < first.effectiveParameters * (1 - ROUNDING) || effectiveParameters > last.effectiveParameters * (1 + ROUNDING)) return undefined;
  if (effectiveParameters <= first.effectiveParameters) return first.testError;
  if (effectiveParameters >= last.effectiveParameters) return last.testError;
  const end = points.findIndex((point) => point.effectiveParameters >= effectiveParameters);
  const [a, b] = [points[end - 1]!, points[end]!];
  return a.testError + (Math.log(effectiveParameters / a.effectiveParameters) / Math.log(b.effectiveParameters / a.effectiveParameters)) * (b.testError - a.testError);
}
