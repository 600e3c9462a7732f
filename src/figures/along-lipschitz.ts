import { normalizationLabel } from '../results/condition';
import type { Along } from './series-along';
import { normalizationStyle, shade } from './setting-style';
import { axis, palette } from './theme';

/** Along the Lipschitz constant c of F's kernels, tighter to the right, one line for each normalization and strength of coupling. */
export const alongLipschitz: Along = {
  setting: 'lipschitz',
  x: ({ lipschitz }) => category(lipschitz ?? Infinity),
  /** Categories, not numbers: no constraint has no place on a scale of numbers. */
  axis: (rows) => {
    const constants = [...new Set(rows.map((row) => row.lipschitz ?? Infinity))].sort((a, b) => b - a);
    return axis('Lipschitz constant c', {
      type: 'category',
      categoryorder: 'array',
      categoryarray: constants.map(category),
      range: [-0.3, constants.length - 0.7],
    });
  },
  /** `no coupling` or `λ = 1`, with the normalization where it is not batch. */
  name: ({ coupling, normalization }) => {
    const strength = coupling === 0 ? 'no coupling' : `λ = ${coupling}`;
    return normalization === 'batch' ? strength : `${strength}, ${normalizationLabel(normalization)}`;
  },
  /** Vermilion without coupling, the darker green the stronger it is. */
  style: ({ coupling, normalization }) =>
    coupling === 0
      ? { color: palette.vermilion, ...normalizationStyle(normalization, 'diamond') }
      : { color: shade(palette.green, coupling), ...normalizationStyle(normalization, 'triangle-up') },
};

const category = (constant: number): string => (constant === Infinity ? 'none' : String(constant));
