import type { ColumnTable } from 'arquero';
import type { Layout } from 'plotly.js';
import { stateNormTable, type StateNormRow } from './rows';
import { bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { networkLegendRows, networkSample, networkSeries } from '../../figures/network-series';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

const panels = [
  { heading: 'activations', title: 'norm of the state, ‖h<sub>i</sub>‖', y: (row: StateNormRow) => row.activationNorm },
  { heading: 'gradients', title: 'norm of the gradient, ‖∂L/∂h<sub>i</sub>‖', y: (row: StateNormRow) => row.gradientNorm },
] as const;

/**
 * J8 and J9: norms of activations (left) and gradients (right) in every state h_i from the first to the last, one line for each kind
 * of network, on logarithmic scales. Dotted lines: where a stage begins.
 * @param norms a `state norms` table of one training step
 * @throws Error for several steps
 */
export function stateNormsAgainstBlock(norms: ColumnTable): Figure {
  const rows = stateNormTable.rows(norms);
  const [step = 0, ...others] = new Set(rows.map((row) => row.step));
  if (others.length > 0) throw new Error(`A figure of norms is of one training step, but the table has ${[step, ...others].join(', ')}; filter it by step first.`);
  const layout: Partial<Layout> = {
    ...frame({
      title: 'Do activations and gradients explode where blocks are shared? (J8, J9)',
      caption: `${step === 0 ? 'At initialization' : `After ${step} training steps`}, with the batch’s statistics. ${bandSeriesCaption}; ${networkSample(rows)}`,
      headings: true,
      legendRows: networkLegendRows(rows),
    }),
    annotations: panels.map(({ heading }, i) => panelHeading(heading, i + 1)),
  };
  const starts = [...new Set(rows.filter(({ stage, block }) => stage > 1 && block === 0).map(({ state }) => state))];
  panels.forEach(({ title }, i) => {
    const suffix = axisSuffix(i + 1);
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('state i', { domain: columnDomain(i + 1, 2, 0.14), anchor: `y${suffix}` as 'y', zeroline: false }),
      [`yaxis${suffix}`]: axis(title, { type: 'log', anchor: `x${suffix}` as 'x', zeroline: false }),
    });
  });
  layout.shapes = panels.flatMap((_, i) => starts.map((state) => stageStart(state, axisSuffix(i + 1))));
  const data = panels.flatMap(({ y }, i) => networkSeries(rows, { x: ({ state }) => state, y, suffix: axisSuffix(i + 1), format: '.4g' }));
  return new Figure({ name: 'state-norms-against-block', data, layout });
}

function stageStart(state: number, suffix: string): NonNullable<Layout['shapes']>[number] {
  return {
    type: 'line',
    layer: 'below',
    xref: `x${suffix}` as 'x',
    yref: `y${suffix} domain` as 'paper',
    x0: state - 0.5,
    x1: state - 0.5,
    y0: 0,
    y1: 1,
    line: { color: palette.grey, width: 1, dash: 'dot' },
  };
}
