import { aboveZero, belowZero } from '../../claims/decide';
import { networksAt, type EvidenceRow, type Group } from '../../claims/evidence';
import { withinSeeds } from '../../statistics/within-seeds';
import { changeOf } from '../indices/index-change';

/** c of the comparison that decides. */
const DECIDING = 0.5;

/**
 * L3: the Lipschitz constraint makes networks convergent. Ours: at c = 0.5, λ = 0, the Divergence Index is below that of the same
 * networks without constraint; the Convergence Index, other constants and other λ are shown beside.
 */
export function lipschitzConstraint(group: Group): EvidenceRow[] {
  const distinct = (values: readonly number[]): number[] => [...new Set(values)].sort((a, b) => a - b);
  const constants = distinct(group.rows.flatMap(({ lipschitz }) => lipschitz ?? []));
  return distinct(group.rows.map(({ coupling }) => coupling)).flatMap((coupling) =>
    constants.flatMap((c) =>
      (['divergenceIndex', 'convergenceIndex'] as const).flatMap((index) =>
        changeOf(
          group,
          {
            claim: 'L3',
            statement: `c = ${c} makes networks ${index === 'convergenceIndex' ? 'converge more' : 'diverge less'}${coupling === 0 ? '' : `, at λ = ${coupling} too`}`,
            statistic: `c = ${c} minus without constraint`,
            rule: index === 'convergenceIndex' ? aboveZero : belowZero,
            primary: index === 'divergenceIndex' && c === DECIDING && coupling === 0,
          },
          index,
          withinSeeds(networksAt(group, coupling, c), networksAt(group, coupling, null)),
        ),
      ),
    ),
  );
}
