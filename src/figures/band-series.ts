import type { PlotData } from 'plotly.js';
import { mean } from 'simple-statistics';
import { translucent, type SettingStyle } from './setting-style';

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
  const there = spread.map(({ x, values }) => ({ x, y: Math.max(...values) }));
  const back = spread.map(({ x, values }) => ({ x, y: Math.min(...values) })).reverse();
  const band: Partial<PlotData> = {
    ...common,
    mode: 'lines',
    x: [...there, ...back].map(({ x }) => x),
    y: [...there, ...back].map(({ y }) => y),
    fill: 'toself',
    fillcolor: translucent(style.color, 0.18),
    line: { width: 0 },
    hoverinfo: 'skip',
    showlegend: false,
  };
  return [band, line];
}

/** What lines and bands of {@link bandSeries} are, for captions. */
export const bandSeriesCaption = 'Lines: means; bands: from the lowest to the highest seed';
