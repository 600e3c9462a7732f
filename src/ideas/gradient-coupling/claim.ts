import { mean, sum } from 'simple-statistics';
import type { Setting } from '../../tables/condition';
import { aboveZero } from '../../claims/decide';
import { compare, ofGroup, runNames, type EvidenceRow, type Group } from '../../claims/evidence';

/** Weights of the least-squares slope on λ: (λ − λ̄) / Σ (λ − λ̄)². */
function slopeOnCoupling(setting: Setting, all: readonly Setting[]): number {
  const centre = mean(all.map(({ coupling }) => coupling));
  return (setting.coupling - centre) / sum(all.map(({ coupling }) => (coupling - centre) ** 2));
}

/**
 * L2: coupling makes networks iterative, and full coupling exactly recurrent. *Iterative* (ours): the Recurrence
 * Index of unconstrained networks rises with λ. *Exactly recurrent* holds by construction where no block keeps
 * statistics of its own (group normalization, none): every such network at λ = 1 must have RI = 1, to rounding.
 */
export function gradientCoupling(group: Group): EvidenceRow[] {
  const { normalization, rows } = group;
  const recurrent = normalization === 'batch' ? [] : rows.filter((row) => row.coupling === 1 && row.recurrenceIndex !== null);
  const lowest = Math.min(...recurrent.map((row) => row.recurrenceIndex ?? NaN));
  const exact: EvidenceRow = {
    claim: 'L2',
    ...ofGroup(group),
    statement: 'full coupling makes networks exactly recurrent',
    statistic: '1 minus the lowest Recurrence Index of any network at λ = 1; a property of each network, so without interval',
    unit: '',
    n: new Set(recurrent.map((row) => row.seed)).size,
    effect: 1 - lowest,
    level: 1,
    over: 'seeds',
    lower: null,
    upper: null,
    rule: '0 (to rounding): reproduced; else not reproduced',
    verdict: Math.abs(lowest - 1) < 1e-9 ? 'reproduced' : 'not reproduced',
    runs: runNames(recurrent),
  };
  return [
    ...compare(group, {
      claim: 'L2',
      statement: 'coupling makes networks more recurrent',
      statistic: 'least-squares slope of the Recurrence Index on λ, without constraint',
      family: rows.filter((row) => row.lipschitz === null),
      measure: 'recurrenceIndex',
      weight: slopeOnCoupling,
      rule: aboveZero,
    }),
    ...(recurrent.length > 0 ? [exact] : []),
  ];
}
