import { normalizationLabel, STANDARD_VARIANT, type Setting } from '../tables/condition';
import type { Along } from './series-along';
import { familyColor, normalizationStyle } from './setting-style';
import { axis, palette } from './theme';

/** Along the Lipschitz constant c of F's kernels, tighter to the right, one line for each normalization and strength of coupling. */
export const alongLipschitz: Along = {
  setting: 'lipschitz',
  /** In equal steps: no constraint has no place on a scale of numbers. */
  x: ({ lipschitz }, rows) => constantsOf(rows).indexOf(lipschitz ?? Infinity),
  apart: 0.05,
  axis: (rows) => {
    const constants = constantsOf(rows);
    return axis('Lipschitz constant c', {
      tickvals: constants.map((_, i) => i),
      ticktext: constants.map((constant) => (constant === Infinity ? 'none' : String(constant))),
      range: [-0.3, constants.length - 0.7],
      zeroline: false,
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
      : { color: familyColor('coupled and constrained', coupling), ...normalizationStyle(normalization, 'triangle-up') },
};

const constantsOf = (rows: readonly Pick<Setting, 'lipschitz'>[]): number[] => [...new Set(rows.map((row) => row.lipschitz ?? Infinity))].sort((a, b) => b - a);
