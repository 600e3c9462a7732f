import { aboveZero, belowZero } from '../../claims/decide';
import { compare, indexNames, type EvidenceRow, type Group } from '../../claims/evidence';

/**
 * L3: the Lipschitz constraint makes networks convergent. Ours: at each λ the constrained networks, averaged over the
 * constants c, have a higher Convergence Index and a lower Divergence Index than the same networks without
 * constraint.
 */
export function lipschitzConstraint(group: Group): EvidenceRow[] {
  const couplings = [...new Set(group.rows.map((row) => row.coupling))].sort((a, b) => a - b);
  return couplings.flatMap((coupling) => {
    const family = group.rows.filter((row) => row.coupling === coupling);
    const constants = new Set(family.flatMap((row) => row.lipschitz ?? []));
    if (constants.size === 0 || family.every((row) => row.lipschitz !== null)) return [];
    return (['convergenceIndex', 'divergenceIndex'] as const).flatMap((index) =>
      compare(group, {
        claim: 'L3',
        statement:
          (index === 'convergenceIndex'
            ? 'the constraint makes networks converge more'
            : 'the constraint makes networks diverge less') + (coupling === 0 ? '' : `, at λ = ${coupling} too`),
        statistic: `${indexNames[index]}, mean over c = ${[...constants].sort((a, b) => b - a).join(', ')} minus that without constraint`,
        family,
        measure: index,
        weight: ({ lipschitz }) => (lipschitz === null ? -1 : 1 / constants.size),
        rule: index === 'convergenceIndex' ? aboveZero : belowZero,
      }),
    );
  });
}
