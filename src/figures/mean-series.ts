import type { PlotData } from 'plotly.js';
import { FEWEST_FOR_INTERVAL, meanOverSeeds } from '../statistics/shown-interval';
import { captionOf, fewSeeds } from './sample';
import { translucent, type SettingStyle } from './setting-style';

/** Networks at one place of the horizontal axis. */
export interface Position {
  readonly x: number;
  /** One value for each seed, with what its point says when it is pointed at. */
  readonly networks: readonly { readonly y: number; readonly hover: string }[];
}

interface Series {
  readonly name: string;
  readonly style: SettingStyle;
  readonly positions: readonly Position[];
  /** Panel, from 1. */
  readonly axes: { readonly xaxis: string; readonly yaxis: string };
  readonly showlegend: boolean;
  /** plotly's hover format of y, e.g. `.3f`. */
  readonly format: string;
}

/**
 * A series as two traces: single networks as small points (while they are few), and a line through the means over
 * seeds with their 95 % intervals, where they have one.
 */
export function meanSeries({ name, style, positions, axes, showlegend, format }: Series): Partial<PlotData>[] {
  const summaries = positions.map(({ networks }) => meanOverSeeds(networks.map(({ y }) => y)));
  const half = summaries.map(({ mean, upper }) => (upper === null ? 0 : upper - mean));
  const points = positions.flatMap(({ x, networks }) =>
    networks.length <= fewSeeds ? networks.map((network) => ({ x, ...network })) : [],
  );
  const common = { type: 'scatter' as const, ...axes, legendgroup: name, name };
  return [
    {
      ...common,
      mode: 'markers',
      x: points.map(({ x }) => x),
      y: points.map(({ y }) => y),
      text: points.map(({ hover }) => hover),
      hovertemplate: `%{text}<br>%{y:${format}}<extra></extra>`,
      marker: {
        color: translucent(style.color, 0.55),
        symbol: style.symbol,
        size: 5,
        line: { width: 1, color: translucent(style.color, 0.55) },
      },
      showlegend: false,
    },
    {
      ...common,
      mode: 'lines+markers',
      x: positions.map(({ x }) => x),
      y: summaries.map(({ mean }) => mean),
      text: summaries.map(({ n }) => `mean of ${n}`),
      hovertemplate: `${name}<br>%{y:${format}} (%{text})<extra></extra>`,
      line: { color: style.color, dash: style.dash, width: 2 },
      marker: { color: style.color, symbol: style.symbol, size: 8 },
      ...(half.some((value) => value > 0)
        ? {
            error_y: {
              type: 'data' as const,
              array: half,
              symmetric: true,
              visible: true,
              color: style.color,
              thickness: 1.2,
              width: 3,
            },
          }
        : {}),
      showlegend,
    },
  ];
}

/** What points, lines and bars of {@link meanSeries} are, for captions. @param seeds of the settings with the fewest and with the most */
export function meanSeriesCaption({ fewest, most }: { readonly fewest: number; readonly most: number }): string {
  if (most <= 1) return 'points: single networks';
  const some = fewest < FEWEST_FOR_INTERVAL ? ` (from ${FEWEST_FOR_INTERVAL} seeds)` : '';
  return captionOf(fewest <= fewSeeds ? 'small points: single networks' : '', 'lines: means', most < FEWEST_FOR_INTERVAL ? '' : `bars: 95 % intervals${some}`);
}
