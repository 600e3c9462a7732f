import type { PlotData } from 'plotly.js';
import { mean } from 'simple-statistics';
import { bandTrace } from './band-trace';
import type { SettingStyle } from './setting-style';

interface BandSeries {
  readonly name: string;
  readonly style: SettingStyle;
  /** Values of all networks at each place of the horizontal axis, in its order. */
  readonly positions: readonly { readonly x: number; readonly values: readonly number[] }[];
  readonly axes: { readonly xaxis: string; readonly yaxis: string };
  readonly showlegend: boolean;
  readonly format: string;
}

/** A line through the means over seeds, and a band from the lowest to the highest seed where there are several. */
export function bandSeries({ name, style, positions, axes, showlegend, format }: BandSeries): Partial<PlotData>[] {
  const common = { type: 'scatter' as const, ...axes, legendgroup: name, name };
  const line: Partial<PlotData> = {
    ...common,
    mode: 'lines',
    x: positions.map(({ x }) => x),
    y: positions.map(({ values }) => mean([...values])),
    line: { color: style.color, dash: style.dash, width: 2 },
    hovertemplate: `${name}<br>%{y:${format}}<extra></extra>`,
    showlegend,
  };
  const spread = positions.filter(({ values }) => values.length > 1 && values.every(Number.isFinite));
  if (spread.length === 0) return [line];
  const points = spread.map(({ x, values }) => ({ x, low: Math.min(...values), high: Math.max(...values) }));
  return [bandTrace(points, { name, color: style.color, axes }), line];
}

/** What lines and bands of {@link bandSeries} are, for captions. @param seeds of the setting that has the most */
export const bandSeriesCaption = (seeds: number): string => (seeds > 1 ? 'lines: means; bands: from the lowest to the highest seed' : 'lines: single networks');
