import { normalizationLabel } from '../results/condition';
import type { Along } from './series-along';
import { normalizationStyle, shade, tightness } from './setting-style';
import { axis, palette } from './theme';

/** Along gradient coupling λ, one line for each normalization and constraint. */
export const alongCoupling: Along = {
  setting: 'coupling',
  x: ({ coupling }) => coupling,
  axis: () => axis('gradient coupling λ', { range: [-0.07, 1.07], tickvals: [0, 0.5, 1], zeroline: false }),
  /** `no constraint` or `c = 1`, with the normalization where it is not batch. */
  name: ({ lipschitz, normalization }) => {
    const constraint = lipschitz === null ? 'no constraint' : `c = ${lipschitz}`;
    return normalization === 'batch' ? constraint : `${constraint}, ${normalizationLabel(normalization)}`;
  },
  /** Blue without constraint, the darker green the tighter it is. */
  style: ({ lipschitz, normalization }) =>
    lipschitz === null
      ? { color: palette.blue, ...normalizationStyle(normalization, 'square') }
      : { color: shade(palette.green, tightness(lipschitz)), ...normalizationStyle(normalization, 'triangle-up') },
};
