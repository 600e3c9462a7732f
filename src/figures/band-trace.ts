import type { PlotData } from 'plotly.js';
import { translucent } from './setting-style';

/** A filled band between low and high at each place of the horizontal axis; it belongs to the line of the same name. */
export function bandTrace(
  points: readonly { readonly x: number; readonly low: number; readonly high: number }[],
  { name, color, axes }: { readonly name: string; readonly color: string; readonly axes: { readonly xaxis: string; readonly yaxis: string } },
): Partial<PlotData> {
  const back = [...points].reverse();
  return {
    type: 'scatter',
    ...axes,
    legendgroup: name,
    name,
    mode: 'lines',
    x: [...points, ...back].map(({ x }) => x),
    y: [...points.map(({ high }) => high), ...back.map(({ low }) => low)],
    fill: 'toself',
    fillcolor: translucent(color, 0.18),
    line: { width: 0 },
    hoverinfo: 'skip',
    showlegend: false,
  };
}
