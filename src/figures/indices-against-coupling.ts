import type { ColumnTable } from 'arquero';
import { normalizationLabel, type Setting } from '../results/condition';
import { runs } from '../results/tables';
import type { Figure } from './figure';
import { indexPanels } from './index-panels';
import { seriesAlong } from './series-along';
import { normalizationStyle, shade, tightness, type SettingStyle } from './setting-style';
import { axis, palette } from './theme';

/**
 * Claim L2: convergence, recurrence and divergence index against λ; one line for each normalization and constraint.
 */
export function indicesAgainstCoupling(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable);
  return indexPanels({
    name: 'indices-against-coupling',
    title: 'Does gradient coupling make networks iterative? (L2)',
    rows,
    x: (row) => row.coupling,
    horizontal: axis('gradient coupling λ', { range: [-0.07, 1.07], tickvals: [0, 0.5, 1], zeroline: false }),
    series: seriesAlong(rows, 'coupling', couplingSeriesName, couplingSeriesStyle),
  });
}

/** `no constraint` or `c = 1`, with the normalization where it is not batch. */
export function couplingSeriesName({ lipschitz, normalization }: Setting): string {
  const constraint = lipschitz === null ? 'no constraint' : `c = ${lipschitz}`;
  return normalization === 'batch' ? constraint : `${constraint}, ${normalizationLabel(normalization)}`;
}

/** Blue without constraint, the darker green the tighter it is. */
export function couplingSeriesStyle({ lipschitz, normalization }: Setting): SettingStyle {
  return lipschitz === null
    ? { color: palette.blue, ...normalizationStyle(normalization, 'square') }
    : { color: shade(palette.green, tightness(lipschitz)), ...normalizationStyle(normalization, 'triangle-up') };
}
