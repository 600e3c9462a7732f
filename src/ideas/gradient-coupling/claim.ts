import { aboveZero } from '../../claims/decide';
import { indexNames, networksAt, type EvidenceRow, type Group } from '../../claims/evidence';
import { overSeeds } from '../../claims/over-seeds';
import { slope } from '../../statistics/along-blocks';
import { withinSeeds } from '../../statistics/within-seeds';
import { STANDARD_VARIANT } from '../../tables/condition';
import { changeOf } from '../indices/index-change';

/**
 * L2: coupling makes networks iterative, and full coupling exactly recurrent. *Iterative* (ours): the Recurrence Index at λ = 1 is
 * above that at λ = 0, of unconstrained networks that start from equal values. Slopes are one of each seed that has every λ. How far
 * from *exactly* recurrent networks are at λ = 1 is shown and not tested.
 */
export function gradientCoupling(group: Group): EvidenceRow[] {
  const [uncoupled, coupled] = [networksAt(group, 0, null), networksAt(group, 1, null)];
  const couplings = [...new Set(group.rows.filter(({ variant, lipschitz }) => variant === STANDARD_VARIANT && lipschitz === null).map(({ coupling }) => coupling))].sort((a, b) => a - b);
  const series = couplings.length > 2 ? withinSeeds(...couplings.map((coupling) => networksAt(group, coupling, null))) : [];
  const statement = 'coupling makes networks more recurrent';
  const pairs = withinSeeds(coupled, uncoupled);
  return [
    ...changeOf(group, { claim: 'L2', statement, statistic: 'λ = 1 minus λ = 0', rule: aboveZero, primary: true }, 'recurrenceIndex', pairs),
    ...changeOf(group, { claim: 'L2', statement: 'coupling makes blocks exchangeable', statistic: 'λ = 1 minus λ = 0', rule: aboveZero }, 'exchangeIndex', pairs),
    ...(['recurrenceIndex', 'exchangeIndex'] as const).flatMap((index) =>
      overSeeds(
        group,
        { claim: 'L2', statement: index === 'recurrenceIndex' ? `${statement}, all along λ` : 'coupling makes blocks exchangeable, all along λ', statistic: `least-squares slope of the ${indexNames[index]} on λ, one of each seed`, rule: aboveZero },
        series,
        (rows) => {
          const values = rows.flatMap((row) => row[index] ?? []);
          return values.length < rows.length ? null : slope(values, rows.map(({ coupling }) => coupling));
        },
      ),
    ),
    ...overSeeds(
      group,
      { claim: 'L2', statement: 'full coupling makes networks exactly recurrent', statistic: '1 minus the Recurrence Index at λ = 1; 0: exactly', rule: { supports: { side: 'below', bound: 0 } } },
      withinSeeds(coupled),
      ([network]) => (network!.recurrenceIndex === null ? null : 1 - network!.recurrenceIndex),
    ),
  ];
}
