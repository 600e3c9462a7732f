import type { ColumnTable } from 'arquero';
import type { Layout } from 'plotly.js';
import { stateNormTable, type StateNormRow } from './rows';
import { bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { byNetwork, networkPanel, networkSample, networkSeeds } from '../../figures/network-series';
import { captionOf } from '../../figures/sample';
import { axis, axisSuffix, columnDomain, frame, logarithmicAxis, palette, panelHeading } from '../../figures/theme';

const norms = [
  { heading: 'activations, ‖h<sub>i</sub>‖', y: (row: StateNormRow) => row.activationNorm },
  { heading: 'gradients, ‖∂L/∂h<sub>i</sub>‖', y: (row: StateNormRow) => row.gradientNorm },
] as const;

/**
 * J8 and J9: norms of activations (left) and gradients (right) in every state h_i from the first to the last, one row for each kind
 * of network, the others in grey behind it, on logarithmic scales. Dotted lines: where a stage of its own begins.
 * @param table a `state norms` table of one training step
 * @throws Error for several steps
 */
export function stateNormsAgainstBlock(table: ColumnTable): Figure {
  const rows = stateNormTable.rows(table);
  const [step = 0, ...others] = new Set(rows.map((row) => row.step));
  if (others.length > 0) throw new Error(`A figure of norms is of one training step, but the table has ${[step, ...others].join(', ')}; filter it by step first.`);
  const kinds = byNetwork(rows);
  const layout: Partial<Layout> = frame({
    title: 'Do activations and gradients explode where blocks are shared? (J8, J9)',
    caption: captionOf(
      `${step === 0 ? 'at initialization' : `after ${step} training steps`}, with the batch’s statistics`,
      bandSeriesCaption(networkSeeds(rows)),
      kinds.length > 1 ? 'grey: the other kinds' : '',
      networkSample(rows),
    ),
    height: 160 + 120 * Math.max(1, kinds.length),
    headings: true,
    margin: { l: 90 },
  });
  layout.shapes = [];
  const data = kinds.flatMap(({ network, rows: own }, row) => {
    const starts = [...new Set(own.filter(({ stage, block }) => stage > 1 && block === 0).map(({ state }) => state))];
    return norms.flatMap(({ y }, column) => {
      const suffix = axisSuffix(row * norms.length + column + 1);
      const last = row === kinds.length - 1;
      layout.shapes!.push(...starts.map((state) => stageStart(state, suffix)));
      Object.assign(layout, {
        [`xaxis${suffix}`]: axis(last ? 'state i' : '', { domain: columnDomain(column + 1, norms.length, 0.1), anchor: `y${suffix}` as 'y', zeroline: false, showticklabels: last }),
        [`yaxis${suffix}`]: logarithmicAxis(column === 0 ? `<b>${network.replace(', ', ',<br>').replace('unshared batch', 'unshared<br>batch')}</b>` : '', rows.map(y), {
          domain: columnDomain(kinds.length - row, kinds.length, 0.22 / kinds.length),
          anchor: `x${suffix}` as 'x',
        }),
      });
      return networkPanel(rows, { network, x: ({ state }) => state, y, suffix, format: '.4g' });
    });
  });
  layout.annotations = norms.map(({ heading }, i) => panelHeading(heading, i + 1));
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
