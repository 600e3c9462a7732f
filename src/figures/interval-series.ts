import type { PlotData } from 'plotly.js';
import { FEWEST_FOR_INTERVAL } from '../statistics/shown-interval';
import { onlyTask } from './sample';
import { translucent, type SettingStyle } from './setting-style';

/** A number of one network over images, as rows of analyses have it. */
export interface IntervalPoint {
  readonly x: number;
  /** NaN: none, a gap in the line. */
  readonly estimate: number;
  readonly lower: number | null;
  readonly upper: number | null;
  /** images behind it */
  readonly n: number;
}

/** Its interval, where it has one that says something: of one or two images a bootstrap draws the same ones again and again. */
const boundsOf = ({ n, lower, upper }: Omit<IntervalPoint, 'x'>): { readonly lower: number; readonly upper: number } | undefined =>
  n < FEWEST_FOR_INTERVAL || lower === null || upper === null ? undefined : { lower, upper };

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

/** How far the interval reaches above and below the estimate; 0 where there is none. */
const above = (point: Omit<IntervalPoint, 'x'>): number => (boundsOf(point)?.upper ?? Number.NaN) - point.estimate || 0;
const below = (point: Omit<IntervalPoint, 'x'>): number => point.estimate - (boundsOf(point)?.lower ?? Number.NaN) || 0;

/** A line through the estimates, each with a bar of its 95 % interval over images (of three or more). */
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
      array: points.map((point) => factor * above(point)),
      arrayminus: points.map((point) => factor * below(point)),
      color: translucent(color, 0.6),
      thickness: 1.2,
      width: 3,
    },
    hovertemplate: `${name}<br>%{x}: %{y:${format}}<extra></extra>`,
  };
}

/** What bars of {@link intervalSeries} are, for captions; empty where there are none. */
export const intervalCaption = (rows: readonly Omit<IntervalPoint, 'x'>[]): string => (rows.some(boundsOf) ? 'bars: 95 % bootstrap intervals over images' : '');

/** What a figure is of, for its caption: `cifar10, n = 2,000 test and 1,000 training images`. */
export function imageSample(rows: readonly { readonly task: string; readonly images: 'training' | 'test'; readonly n: number }[]): string {
  if (rows.length === 0) return 'no images';
  const counts = (['test', 'training'] as const).flatMap((images) => {
    const n = rows.reduce((most, row) => (row.images === images ? Math.max(most, row.n) : most), 0);
    return n > 0 ? [`${n.toLocaleString('en-US')} ${images}`] : [];
  });
  return `${onlyTask(rows)}, n = ${counts.join(' and ')} images`;
}
