import { belowZero, aboveZero, type Rule } from '../../claims/decide';
import { compare, difference, indexNames, type EvidenceRow, type Group } from '../../claims/evidence';

/** A recurrent network's test error may exceed the ordinary network's by this many percentage points (ours). */
export const expressionMargin = 2;

const nearlyAsWell: Rule = {
  supports: { side: 'below', bound: expressionMargin },
  contradicts: { side: 'above', bound: expressionMargin },
};

/**
 * L1: conventionally trained networks can express but do not learn iterative solutions. *Can express* (ours): the
 * fully coupled network, which is the ordinary one with equal blocks, classifies within {@link expressionMargin} of
 * it. *Do not learn* (ours): the ordinary network's indices fall short of those of the networks that are made
 * iterative: its Recurrence Index of the fully coupled network's, its Convergence and Divergence Index of those of
 * the tightest constraint.
 */
export function ordinaryNetworks(group: Group): EvidenceRow[] {
  const { rows } = group;
  const couplings = rows.filter((row) => row.lipschitz === null);
  const constraints = rows.filter((row) => row.coupling === 0);
  const tightest = Math.min(...constraints.map((row) => row.lipschitz ?? Infinity));
  const fullyCoupled = couplings.some((row) => row.coupling === 1) && couplings.some((row) => row.coupling === 0);
  const constrained = constraints.some((row) => row.lipschitz === null) && Number.isFinite(tightest);
  const ordinaryMinusTightest = difference(
    ({ lipschitz }) => lipschitz === null,
    ({ lipschitz }) => lipschitz === tightest,
  );
  return [
    ...(fullyCoupled
      ? [
          ...compare(group, {
            claim: 'L1',
            statement: 'ordinary networks can express iterative solutions',
            statistic: `test error at λ = 1 (the same network with equal blocks) minus that at λ = 0; small: below ${expressionMargin} percentage points`,
            family: couplings,
            measure: 'testError',
            weight: difference(
              ({ coupling }) => coupling === 1,
              ({ coupling }) => coupling === 0,
            ),
            rule: nearlyAsWell,
          }),
          ...compare(group, {
            claim: 'L1',
            statement: 'ordinary networks are less recurrent than fully coupled ones',
            statistic: 'Recurrence Index at λ = 0 minus that at λ = 1',
            family: couplings,
            measure: 'recurrenceIndex',
            weight: difference(
              ({ coupling }) => coupling === 0,
              ({ coupling }) => coupling === 1,
            ),
            rule: belowZero,
          }),
        ]
      : []),
    ...(constrained
      ? (['convergenceIndex', 'divergenceIndex'] as const).flatMap((index) =>
          compare(group, {
            claim: 'L1',
            statement:
              index === 'convergenceIndex'
                ? 'ordinary networks converge less than constrained ones'
                : 'ordinary networks diverge more than constrained ones',
            statistic: `${indexNames[index]} without constraint minus that at c = ${tightest}`,
            family: constraints,
            measure: index,
            weight: ordinaryMinusTightest,
            rule: index === 'convergenceIndex' ? belowZero : aboveZero,
          }),
        )
      : []),
  ];
}
