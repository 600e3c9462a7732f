import { normalizationLabel, STANDARD_VARIANT } from '../tables/condition';
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
  /** `no coupling` or `λ = 1`, with variant and normalization where they are not the usual ones. */
  name: ({ coupling, normalization, variant }) =>
    [
      ...(variant === STANDARD_VARIANT ? [] : [variant]),
      coupling === 0 ? 'no coupling' : `λ = ${coupling}`,
      ...(normalization === 'batch' ? [] : [normalizationLabel(normalization)]),
    ].join(', '),
  /** Vermilion without coupling, the darker green the stronger it is. */
  style: ({ coupling, normalization }) =>
    coupling === 0
      ? { color: palette.vermilion, ...normalizationStyle(normalization, 'diamond') }
      : { color: shade(palette.green, coupling), ...normalizationStyle(normalization, 'triangle-up') },
};

const category = (constant: number): string => (constant === Infinity ? 'none' : String(constant));
