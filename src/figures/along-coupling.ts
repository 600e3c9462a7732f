import { normalizationLabel, STANDARD_VARIANT } from '../tables/condition';
import type { Along } from './series-along';
import { familyColor, normalizationStyle, tightness } from './setting-style';
import { axis, palette } from './theme';

/** Along gradient coupling λ, one line for each normalization and constraint. */
export const alongCoupling: Along = {
  setting: 'coupling',
  x: ({ coupling }) => coupling,
  apart: 0.025,
  axis: () => axis('gradient coupling λ', { range: [-0.1, 1.1], tickvals: [0, 0.5, 1], zeroline: false }),
  /** `no constraint` or `c = 1`, with variant and normalization where they are not the usual ones. */
  name: ({ lipschitz, normalization, variant }) =>
    [
      ...(variant === STANDARD_VARIANT ? [] : [variant]),
      lipschitz === null ? 'no constraint' : `c = ${lipschitz}`,
      ...(normalization === 'batch' ? [] : [normalizationLabel(normalization)]),
    ].join(', '),
  /** Blue without constraint, the darker green the tighter it is. */
  style: ({ lipschitz, normalization }) =>
    lipschitz === null
      ? { color: palette.blue, ...normalizationStyle(normalization, 'square') }
      : { color: familyColor('coupled and constrained', tightness(lipschitz)), ...normalizationStyle(normalization, 'triangle-up') },
};
