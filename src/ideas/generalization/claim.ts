import { family, groupBySetting, settingLabel, STANDARD_VARIANT } from '../../tables/condition';
import type { Rule } from '../../claims/decide';
import { networksAt, type EvidenceRow, type Group } from '../../claims/evidence';
import { overSeeds } from '../../claims/over-seeds';
import { withinSeeds } from '../../statistics/within-seeds';

/** The smallest improvement of test error that would count as one (ours): ln of the ratio of errors, and percentage points in seconds. */
export const improvementMargin = 0.1;
export const improvementInPoints = 0.5;

/** "Does not improve" cannot follow from "no significant improvement was seen": an improvement below the margin speaks neither way. */
const noImprovement = (margin: number): Rule => ({ supports: { side: 'above', bound: -margin }, contradicts: { side: 'below', bound: -margin } });
export const noImprovementInPoints = noImprovement(improvementInPoints);

/** λ and c of the two comparisons that decide. */
const DECIDING: readonly (readonly [number, number | null])[] = [[1, null], [0, 0.5]];

/**
 * L4: neither coupling nor constraint improves generalization. The ratio of test errors to that at λ = 0 decides, at λ = 1 and at
 * c = 0.5; every regularised setting in percentage points stands beside. See `matchedParameters` for the comparison at a matched
 * effective number of parameters.
 */
export function generalization(group: Group): EvidenceRow[] {
  const ordinary = networksAt(group, 0, null);
  const regularised = groupBySetting(group.rows.filter((row) => row.variant === STANDARD_VARIANT && family(row) !== 'ordinary'));
  const name = (coupling: number, lipschitz: number | null): string => settingLabel({ variant: STANDARD_VARIANT, normalization: 'batch', coupling, lipschitz });
  return [
    ...DECIDING.flatMap(([coupling, lipschitz]) =>
      overSeeds(
        group,
        {
          claim: 'L4',
          statement: `${name(coupling, lipschitz)} does not improve generalization`,
          statistic: 'ln of the test error over that at λ = 0',
          rule: noImprovement(improvementMargin),
          primary: true,
        },
        withinSeeds(networksAt(group, coupling, lipschitz), ordinary),
        ([one, other]) => Math.log(one!.testError / other!.testError),
      ),
    ),
    ...regularised.flatMap(({ setting: { coupling, lipschitz }, rows }) =>
      overSeeds(
        group,
        {
          claim: 'L4',
          statement: `${name(coupling, lipschitz)} does not lower the test error`,
          statistic: `test error minus that at λ = 0; an improvement: by more than ${improvementInPoints} percentage points`,
          unit: 'percentage points',
          rule: noImprovementInPoints,
        },
        withinSeeds(rows, ordinary),
        ([one, other]) => 100 * (one!.testError - other!.testError),
      ),
    ),
  ];
}
