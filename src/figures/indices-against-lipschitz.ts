import type { ColumnTable } from 'arquero';
import type { LayoutAxis } from 'plotly.js';
import { normalizationLabel, type Setting } from '../results/condition';
import { runs, type RunRow } from '../results/tables';
import type { Figure } from './figure';
import { indexPanels } from './index-panels';
import { seriesAlong } from './series-along';
import { normalizationStyle, shade, type SettingStyle } from './setting-style';
import { axis, palette } from './theme';

/**
 * Claim L3: convergence, recurrence and divergence index against the Lipschitz constant c of F's kernels, tighter to
 * the right.
 */
export function indicesAgainstLipschitz(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable);
  return indexPanels({
    name: 'indices-against-lipschitz',
    title: 'Does a Lipschitz constraint make networks convergent? (L3)',
    rows,
    x: constraintCategory,
    horizontal: constraintAxis(rows),
    series: seriesAlong(rows, 'lipschitz', constraintSeriesName, constraintSeriesStyle),
  });
}

export const constraintCategory = ({ lipschitz }: Setting): string => (lipschitz === null ? 'none' : String(lipschitz));

/** Categories, not numbers: no constraint has no place on a scale of numbers. */
export function constraintAxis(rows: readonly RunRow[]): Partial<LayoutAxis> {
  const constants = [...new Set(rows.map((row) => row.lipschitz ?? Infinity))].sort((a, b) => b - a);
  return axis('Lipschitz constant c', {
    type: 'category',
    categoryorder: 'array',
    categoryarray: constants.map((constant) => (constant === Infinity ? 'none' : String(constant))),
    range: [-0.3, constants.length - 0.7],
  });
}

/** `no coupling` or `λ = 1`, with the normalization where it is not batch. */
export function constraintSeriesName({ coupling, normalization }: Setting): string {
  const strength = coupling === 0 ? 'no coupling' : `λ = ${coupling}`;
  return normalization === 'batch' ? strength : `${strength}, ${normalizationLabel(normalization)}`;
}

/** Vermilion without coupling, the darker green the stronger it is. */
export function constraintSeriesStyle({ coupling, normalization }: Setting): SettingStyle {
  return coupling === 0
    ? { color: palette.vermilion, ...normalizationStyle(normalization, 'diamond') }
    : { color: shade(palette.green, coupling), ...normalizationStyle(normalization, 'triangle-up') };
}
