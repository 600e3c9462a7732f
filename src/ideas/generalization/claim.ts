import { groupBySetting, settingKey, settingLabel, family } from '../../tables/condition';
import { confidenceLevel } from '../../statistics/interval';
import type { Rule } from '../../claims/decide';
import { compare, type EvidenceRow, type Group } from '../../claims/evidence';

/** The smallest improvement of test error, in percentage points, that would count as one (ours). */
export const improvementMargin = 0.5;

/**
 * "Does not improve" cannot follow from "no significant improvement was seen". So: an interval wholly below 0 is an
 * improvement and contradicts; one wholly above −{@link improvementMargin} excludes an improvement worth the name and
 * supports; one that reaches below the margin and up to 0 leaves the question open.
 */
export const noImprovement: Rule = {
  supports: { side: 'above', bound: -improvementMargin },
  contradicts: { side: 'below', bound: 0 },
};

/**
 * L4: neither coupling nor constraint improves generalization. Every regularised setting against the ordinary network
 * of the same normalization and seed. The m intervals of a group are simultaneous (Bonferroni, level 1 − 0.05/m): of
 * many settings one looks better by chance. See `matchedParameters` for the comparison at a matched effective number of
 * parameters.
 */
export function generalization(group: Group): EvidenceRow[] {
  const settings = groupBySetting(group.rows).map(({ setting }) => setting);
  const ordinary = settings.find((setting) => family(setting) === 'ordinary');
  if (!ordinary) return [];
  const regularised = settings.filter((setting) => setting !== ordinary);
  return regularised.flatMap((setting) =>
    compare(group, {
      claim: 'L4',
      statement: `${settingLabel({ ...setting, normalization: 'batch' })} does not improve generalization`,
      statistic: `test error minus the ordinary network's; an improvement: by more than ${improvementMargin} percentage points`,
      family: group.rows,
      measure: 'testError',
      weight: (other) => Number(settingKey(other) === settingKey(setting)) - Number(settingKey(other) === settingKey(ordinary)),
      rule: noImprovement,
      level: 1 - (1 - confidenceLevel) / regularised.length,
    }),
  );
}
