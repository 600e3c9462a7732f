import type { ColumnTable } from 'arquero';
import type { Dash, Data, Layout, PlotData } from 'plotly.js';
import { CURVE_NAMES } from './curves';
import { blockOrderTable, type BlockOrderRow } from '../controls/rows';
import { programCurveTable, type ProgramCurve, type ProgramCurveRow } from './curve-rows';
import { bandTrace } from '../../figures/band-trace';
import { Figure } from '../../figures/figure';
import { imageSample } from '../../figures/interval-series';
import { onlyNetwork } from '../../figures/only-network';
import { translucent } from '../../figures/setting-style';
import { axis, axisSuffix, blockTicks, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

const colors: Readonly<Record<ProgramCurve, string>> = {
  'early readout': palette.blue,
  'late start': palette.vermilion,
  overrun: palette.green,
  'random drop': palette.black,
};
const bandCaption = 'bands: 95 % bootstrap intervals over images';

/** The three curves of every stage of one network: normalized accuracy, 1 for the whole network, 0 at chance. */
export function indexCurves(curveTable: ColumnTable): Figure {
  const rows = programCurveTable.rows(curveTable).filter(({ curve, statistics }) => curve !== 'random drop' && statistics === 'stored');
  const { data, layout } = curvePanels(rows, CURVE_NAMES, {
    title: 'How does the network fare with fewer, or more, of its blocks?',
    caption: `${onlyNetwork(rows)}; 1: the whole network, 0: chance; ${bandCaption}; ${imageSample(rows)}`,
    bottom: 0,
  });
  return new Figure({ name: 'index-curves', data, layout });
}

/**
 * Controls of one network beside its curves. Above: the last, the first and random blocks dropped, with stored statistics and
 * (broken lines) with statistics estimated anew. Below: neighbouring blocks exchanged, and all blocks in random order.
 */
export function blockControls(curveTable: ColumnTable, orderTable: ColumnTable): Figure {
  const rows = programCurveTable.rows(curveTable).filter(({ curve }) => curve !== 'overrun');
  const orders = blockOrderTable.rows(orderTable);
  const { data, layout, stages } = curvePanels(rows, ['early readout', 'late start', 'random drop'], {
    title: 'Does it matter which blocks are dropped, or in which order they run?',
    caption: `${onlyNetwork([...rows, ...orders])}; broken lines: statistics estimated anew; ${bandCaption}; ${imageSample(rows)}`,
    bottom: 0.52,
    height: 720,
  });
  stages.forEach((stage, column) => {
    const panel = stages.length + column + 1;
    const suffix = axisSuffix(panel);
    const blocks = Math.max(...rows.filter((row) => row.stage === stage).map((row) => row.blocks));
    const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    data.push(...orderTraces(orders.filter((row) => row.stage === stage), blocks, axes, column === 0));
    const swaps = Array.from({ length: blocks - 1 }, (_, t) => t + 1);
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('blocks exchanged', {
        domain: columnDomain(column + 1, stages.length, 0.04),
        anchor: `y${suffix}` as 'y',
        range: [0.4, blocks + 0.6],
        tickvals: [...swaps, blocks],
        ticktext: [...swaps.map((t) => `${t}, ${t + 1}`), 'all'],
        tickangle: swaps.length > 4 ? -90 : 0,
        zeroline: false,
      }),
      [`yaxis${suffix}`]: axis(column === 0 ? 'accuracy (%)' : '', {
        domain: [0, 0.34],
        anchor: `x${suffix}` as 'x',
        rangemode: 'tozero',
        showticklabels: column === 0,
        ...(column > 0 ? { matches: `y${axisSuffix(stages.length + 1)}` as 'y' } : {}),
      }),
    });
  });
  return new Figure({ name: 'block-controls', data, layout });
}

interface Panels {
  readonly title: string;
  readonly caption: string;
  /** where the panels end, as a share of the height */
  readonly bottom: number;
  readonly height?: number;
}

/** One panel a stage, with a line and a band for each curve. */
function curvePanels(rows: readonly ProgramCurveRow[], curves: readonly ProgramCurve[], { title, caption, bottom, height = 460 }: Panels) {
  const stages = [...new Set(rows.map(({ stage }) => stage))].sort((a, b) => a - b);
  const layout: Partial<Layout> = {
    ...frame({ title, caption, width: 780, height, headings: true }),
    annotations: stages.map((stage, column) => panelHeading(`stage ${stage}`, column + 1)),
  };
  const data: Data[] = [];
  stages.forEach((stage, column) => {
    const suffix = axisSuffix(column + 1);
    const inPanel = rows.filter((row) => row.stage === stage);
    for (const curve of curves) {
      for (const statistics of new Set(inPanel.map((row) => row.statistics))) {
        const own = inPanel.filter((row) => row.curve === curve && row.statistics === statistics).sort((a, b) => a.k - b.k);
        data.push(...curveTraces(own, { xaxis: `x${suffix}`, yaxis: `y${suffix}` }, column === 0 && statistics === 'stored'));
      }
    }
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('k blocks dropped, or added', { domain: columnDomain(column + 1, stages.length, 0.04), anchor: `y${suffix}` as 'y', ...blockTicks(inPanel[0]!.blocks) }),
      [`yaxis${suffix}`]: axis(column === 0 ? 'normalized accuracy' : '', {
        domain: [bottom, 1],
        anchor: `x${suffix}` as 'x',
        rangemode: 'tozero',
        showticklabels: column === 0,
        ...(column > 0 ? { matches: 'y' as const } : {}),
      }),
    });
  });
  return { data, layout, stages };
}

function curveTraces(rows: readonly ProgramCurveRow[], axes: { xaxis: string; yaxis: string }, showlegend: boolean): Partial<PlotData>[] {
  const [first] = rows;
  if (!first) return [];
  const [name, color] = [first.curve, colors[first.curve]];
  const dash: Dash = first.statistics === 'stored' ? 'solid' : 'dash';
  const points = rows.flatMap(({ k, lower, upper }) => (lower === null || upper === null ? [] : [{ x: k, low: lower, high: upper }]));
  return [
    ...(points.length > 0 ? [bandTrace(points, { name, color, axes })] : []),
    {
      type: 'scatter',
      mode: 'lines+markers',
      ...axes,
      name,
      legendgroup: name,
      showlegend,
      x: rows.map(({ k }) => k),
      y: rows.map(({ estimate }) => estimate),
      line: { color, dash, width: 2 },
      marker: { color, size: 4 },
      hovertemplate: `${first.curve}, ${first.statistics} statistics<br>k = %{x}: %{y:.3f}<extra></extra>`,
    },
  ];
}

/** Swaps stand at the first of the two blocks, random orders together at T. */
function orderTraces(rows: readonly BlockOrderRow[], blocks: number, axes: { xaxis: string; yaxis: string }, showlegend: boolean): Partial<PlotData>[] {
  const firstMoved = ({ order }: BlockOrderRow): number => order.split(',').findIndex((block, t) => Number(block) !== t + 1) + 1;
  const kinds = [
    { control: 'swapped', name: 'two neighbours exchanged', color: palette.purple, x: firstMoved },
    { control: 'shuffled', name: 'random orders', color: palette.grey, x: () => blocks },
  ] as const;
  const whole: Partial<PlotData> = {
    type: 'scatter',
    mode: 'lines',
    ...axes,
    name: 'whole network',
    legendgroup: 'whole network',
    showlegend,
    x: [0.4, blocks + 0.6],
    y: rows.slice(0, 1).flatMap((row) => [100 * row.whole, 100 * row.whole]),
    line: { color: palette.black, dash: 'dot', width: 1 },
  };
  return [
    whole,
    ...kinds.map(({ control, name, color, x }): Partial<PlotData> => {
      const own = rows.filter((row) => row.control === control);
      return {
        type: 'scatter',
        mode: 'markers',
        ...axes,
        name,
        legendgroup: name,
        showlegend,
        x: own.map(x),
        y: own.map(({ estimate }) => 100 * estimate),
        error_y: {
          type: 'data',
          symmetric: false,
          array: own.map(({ estimate, upper }) => (upper === null ? 0 : 100 * (upper - estimate))),
          arrayminus: own.map(({ estimate, lower }) => (lower === null ? 0 : 100 * (estimate - lower))),
          color: translucent(color, 0.6),
          thickness: 1,
          width: 2,
        },
        text: own.map(({ order }) => order),
        marker: { color, size: 6 },
        hovertemplate: '%{text}<br>%{y:.2f} %<extra></extra>',
      };
    }),
  ];
}
