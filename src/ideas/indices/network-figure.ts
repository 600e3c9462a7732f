import type { ColumnTable } from 'arquero';
import type { Dash, Data, Layout, PlotData } from 'plotly.js';
import { measuredTable, type MeasuredNumber } from '../../measuring/measured-table';
import { blockOrder } from '../controls/block-order';
import { randomDrops } from '../controls/random-blocks';
import { CURVE_NAMES } from './curves';
import { curves as curvesAnew } from './measure';
import { bandTrace } from '../../figures/band-trace';
import { Figure } from '../../figures/figure';
import { imageSample } from '../../figures/interval-series';
import { captionOf } from '../../figures/sample';
import { onlyNetwork } from '../../figures/only-network';
import { translucent } from '../../figures/setting-style';
import { axis, axisSuffix, blockTicks, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

type CurveName = (typeof CURVE_NAMES)[number] | 'random drop';

/** A normalized accuracy of a stage with k blocks dropped, or run again. */
interface Point extends MeasuredNumber {
  readonly stage: number;
  readonly curve: CurveName;
  readonly k: number;
  /** under the statistics of batch norm that training stored */
  readonly stored: boolean;
}

const colors: Readonly<Record<CurveName, string>> = {
  'early readout': palette.blue,
  'late start': palette.vermilion,
  overrun: palette.green,
  'random drop': palette.black,
};
const bandCaption = (rows: readonly Point[]): string => (rows.some(({ lower }) => lower !== null) ? 'bands: 95 % bootstrap intervals over images' : '');

const curveKind = measuredTable(curvesAnew, 'stage', 'curve', 'k');
const pointsOf = (table: ColumnTable, stored = false): Point[] => curveKind.rows(table).filter(({ measure }) => measure === 'normalizedAccuracy').map((row) => ({ ...row, stored }));
const blocksOf = (rows: readonly Point[], stage: number): number => Math.max(...rows.filter((row) => row.stage === stage).map(({ k }) => k));

/**
 * The three curves of every stage of one network: normalized accuracy, 1 for the whole network, 0 at chance.
 * @param curveTable of `curves`, or of `curves under stored statistics`
 */
export function indexCurves(curveTable: ColumnTable): Figure {
  const rows = pointsOf(curveTable);
  const { data, layout } = curvePanels(rows, CURVE_NAMES, {
    title: 'How does the network fare with fewer, or more, of its blocks?',
    caption: captionOf(onlyNetwork(rows), '1: the whole network, 0: chance', bandCaption(rows), imageSample(rows)),
    bottom: 0,
  });
  return new Figure({ name: 'index-curves', data, layout });
}

/**
 * Controls of one network beside its curves. Above: the last, the first and random blocks dropped, with statistics estimated anew and
 * (broken lines) with stored ones. Below: neighbouring blocks exchanged, and all blocks in random order.
 * @param tables of `curves`, `random drop`, `block order`, and of `curves under stored statistics` if it was measured
 */
export function blockControls({ curves, randomDrop, order, storedCurves }: { readonly curves: ColumnTable; readonly randomDrop: ColumnTable; readonly order: ColumnTable; readonly storedCurves?: ColumnTable }): Figure {
  const random = measuredTable(randomDrops(), 'stage', 'k').rows(randomDrop).filter(({ measure }) => measure === 'normalizedAccuracy');
  const rows = [
    ...[...pointsOf(curves), ...(storedCurves ? pointsOf(storedCurves, true) : [])].filter(({ curve }) => curve !== 'overrun'),
    ...random.map((row): Point => ({ ...row, curve: 'random drop', stored: false })),
  ];
  const orders = measuredTable(blockOrder(), 'stage', 'control', 'order').rows(order);
  const whole = curveKind.rows(curves).find(({ measure, k }) => measure === 'accuracy' && k === 0)!.estimate;
  const { data, layout, stages } = curvePanels(rows, ['early readout', 'late start', 'random drop'], {
    title: 'Does it matter which blocks are dropped, or in which order they run?',
    caption: captionOf(onlyNetwork([...rows, ...orders]), rows.some(({ stored }) => stored) ? 'broken lines: stored statistics' : '', bandCaption(rows), imageSample(rows)),
    bottom: 0.52,
    height: 720,
    more: ORDER_NAMES,
  });
  stages.forEach((stage, column) => {
    const panel = stages.length + column + 1;
    const suffix = axisSuffix(panel);
    const blocks = blocksOf(rows, stage);
    const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    data.push(...orderTraces(orders.filter((row) => row.stage === stage), { whole, blocks, axes, showlegend: column === 0 }));
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
  /** names in the legend besides the curves */
  readonly more?: readonly string[];
}

/** One panel a stage, with a line and a band for each curve. */
function curvePanels(rows: readonly Point[], curves: readonly CurveName[], { title, caption, bottom, height = 460, more = [] }: Panels) {
  const stages = [...new Set(rows.map(({ stage }) => stage))].sort((a, b) => a - b);
  const layout: Partial<Layout> = {
    ...frame({ title, caption, width: 780, height, headings: true, legend: [...curves, ...more] }),
    annotations: stages.map((stage, column) => panelHeading(`stage ${stage}`, column + 1)),
  };
  const data: Data[] = [];
  stages.forEach((stage, column) => {
    const suffix = axisSuffix(column + 1);
    const inPanel = rows.filter((row) => row.stage === stage);
    for (const curve of curves) {
      for (const stored of new Set(inPanel.map((row) => row.stored))) {
        const own = inPanel.filter((row) => row.curve === curve && row.stored === stored).sort((a, b) => a.k - b.k);
        data.push(...curveTraces(own, { xaxis: `x${suffix}`, yaxis: `y${suffix}` }, column === 0 && !stored));
      }
    }
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('k blocks dropped, or added', { domain: columnDomain(column + 1, stages.length, 0.04), anchor: `y${suffix}` as 'y', ...blockTicks(blocksOf(rows, stage)) }),
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

function curveTraces(rows: readonly Point[], axes: { xaxis: string; yaxis: string }, showlegend: boolean): Partial<PlotData>[] {
  const [first] = rows;
  if (!first) return [];
  const [name, color] = [first.curve, colors[first.curve]];
  const dash: Dash = first.stored ? 'dash' : 'solid';
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
      hovertemplate: `${first.curve}${first.stored ? ', stored statistics' : ''}<br>k = %{x}: %{y:.3f}<extra></extra>`,
    },
  ];
}

const ORDER_NAMES = ['whole network', 'two neighbours exchanged', 'random orders'] as const;

/** Swaps stand at the first of the two blocks, random orders together at T. */
function orderTraces(
  rows: readonly (MeasuredNumber & { readonly control: 'shuffled' | 'swapped'; readonly order: string })[],
  { whole: accuracy, blocks, axes, showlegend }: { readonly whole: number; readonly blocks: number; readonly axes: { xaxis: string; yaxis: string }; readonly showlegend: boolean },
): Partial<PlotData>[] {
  const firstMoved = ({ order }: (typeof rows)[number]): number => order.split(',').findIndex((block, t) => Number(block) !== t + 1) + 1;
  const kinds = [
    { control: 'swapped', name: ORDER_NAMES[1], color: palette.purple, x: firstMoved },
    { control: 'shuffled', name: ORDER_NAMES[2], color: palette.grey, x: () => blocks },
  ] as const;
  const whole: Partial<PlotData> = {
    type: 'scatter',
    mode: 'lines',
    ...axes,
    name: ORDER_NAMES[0],
    legendgroup: ORDER_NAMES[0],
    showlegend,
    x: [0.4, blocks + 0.6],
    y: [100 * accuracy, 100 * accuracy],
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
