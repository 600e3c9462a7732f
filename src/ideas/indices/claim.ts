import { belowZero, aboveZero } from '../../claims/decide';
import { networksAt, type EvidenceRow, type Group } from '../../claims/evidence';
import { overSeeds } from '../../claims/over-seeds';
import { withinSeeds } from '../../statistics/within-seeds';
import { CONVENTIONAL_VARIANT } from '../../tables/condition';
import { changeOf } from './index-change';

/**
 * L1: conventionally trained networks can express but do not learn iterative solutions. *Can express* (ours): the fully coupled
 * network, which is one with equal blocks, errs less than half as often again. *Do not learn* (ours): not any block will do in the
 * place of all others (Exchange Index). Both decide; only an Exchange Index near 1 contradicts. Conventional networks start from
 * values of their own; seconds take those that start from equal values where there are no others.
 */
export function ordinaryNetworks(group: Group): EvidenceRow[] {
  const conventional = networksAt(group, 0, null, CONVENTIONAL_VARIANT);
  const ordinary = conventional.length > 0 ? conventional : networksAt(group, 0, null);
  const coupled = networksAt(group, 1, null);
  const tightest = Math.min(...group.rows.map(({ lipschitz }) => lipschitz ?? Infinity));
  const againstCoupled = withinSeeds(coupled, ordinary);
  return [
    ...overSeeds(
      group,
      {
        claim: 'L1',
        statement: 'networks with equal blocks err less than half as often again',
        statistic: 'test error at λ = 1 over that of conventional networks',
        rule: { supports: { side: 'below', bound: 1.5 } },
        primary: true,
      },
      withinSeeds(coupled, conventional),
      ([one, other]) => one!.testError / other!.testError,
    ),
    ...overSeeds(
      group,
      {
        claim: 'L1',
        statement: 'in conventional networks not any block will do',
        statistic: 'Exchange Index of conventional networks',
        rule: { supports: { side: 'below', bound: 0.9 }, contradicts: { side: 'above', bound: 0.95 } },
        primary: true,
      },
      withinSeeds(conventional),
      ([network]) => network!.exchangeIndex,
    ),
    ...overSeeds(
      group,
      { claim: 'L1', statement: 'they err about as often as those with equal blocks', statistic: 'test error at λ = 1 minus the ordinary networks’', unit: 'percentage points', rule: { supports: { side: 'below', bound: 2 } } },
      againstCoupled,
      ([one, other]) => 100 * (one!.testError - other!.testError),
    ),
    ...changeOf(group, { claim: 'L1', statement: 'ordinary networks are less recurrent than fully coupled ones', statistic: 'ordinary networks minus λ = 1', rule: belowZero }, 'recurrenceIndex', withinSeeds(ordinary, coupled)),
    ...(Number.isFinite(tightest) ? (['convergenceIndex', 'divergenceIndex'] as const) : []).flatMap((index) =>
      changeOf(
        group,
        {
          claim: 'L1',
          statement: `ordinary networks ${index === 'convergenceIndex' ? 'converge less' : 'diverge more'} than constrained ones`,
          statistic: `ordinary networks minus c = ${tightest}`,
          rule: index === 'convergenceIndex' ? belowZero : aboveZero,
        },
        index,
        withinSeeds(ordinary, networksAt(group, 0, tightest)),
      ),
    ),
  ];
}
