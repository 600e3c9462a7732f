import type { PlotData } from 'plotly.js';
import { onlyTask } from './sample';
import { translucent, type SettingStyle } from './setting-style';

/** A number of one network over images, as rows of analyses have it. */
export interface IntervalPoint {
  readonly x: number;
  /** NaN: none, a gap in the line. */
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
}

interface IntervalSeries {
  readonly name: string;
  readonly style: SettingStyle;
  readonly points: readonly IntervalPoint[];
  readonly axes: { readonly xaxis: string; readonly yaxis: string };
  readonly showlegend: boolean;
  /** plotly's hover format of y, e.g. `.3f` */
  readonly format: string;
  /** Factor from the stored to the shown unit. */
  readonly factor?: number;
}

/** A line through the estimates, each with a bar of its 95 % interval over images. */
export function intervalSeries({ name, style, points, axes, showlegend, format, factor = 1 }: IntervalSeries): Partial<PlotData> {
  const { color, dash, symbol } = style;
  return {
    type: 'scatter',
    mode: 'lines+markers',
    ...axes,
    name,
    legendgroup: name,
    showlegend,
    x: points.map(({ x }) => x),
    y: points.map(({ estimate }) => factor * estimate),
    line: { color, dash, width: 2 },
    marker: { color, symbol, size: 7, line: { width: 1, color } },
    error_y: {
      type: 'data',
      symmetric: false,
      array: points.map(({ estimate, upper }) => (upper === null ? 0 : factor * (upper - estimate))),
      arrayminus: points.map(({ estimate, lower }) => (lower === null ? 0 : factor * (estimate - lower))),
      color: translucent(color, 0.6),
      thickness: 1.2,
      width: 3,
    },
    hovertemplate: `${name}<br>%{x}: %{y:${format}}<extra></extra>`,
  };
}

/** What lines and bars of {@link intervalSeries} are, for captions. */
export const intervalCaption = 'Bars: 95 % bootstrap intervals over images';

/** What a figure is of, for its caption: `cifar10, n = 2,000 test and 1,000 training images`. */
export function imageSample(rows: readonly { readonly task: string; readonly images: 'training' | 'test'; readonly n: number }[]): string {
  if (rows.length === 0) return 'no images';
  const counts = (['test', 'training'] as const).flatMap((images) => {
    const n = rows.reduce((most, row) => (row.images === images ? Math.max(most, row.n) : most), 0);
    return n > 0 ? [`${n.toLocaleString('en-US')} ${images}`] : [];
  });
  return `${onlyTask(rows)}, n = ${counts.join(' and ')} images`;
}
