import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { mean } from 'simple-statistics';
import { weightSimilarityTable } from './rows';
import { Figure } from '../../figures/figure';
import { networkSample } from '../../figures/network-series';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

/** Numbers are written into the cells of stages of so many blocks or less. */
const mostLabelled = 7;
const panelSide = 220;

/**
 * Cosine similarity of the kernels of every two blocks of a stage, as a matrix for each stage; the mean off the diagonal stands above it.
 * @param similarities a `weight similarity` table of one kind of network; kernels and seeds are averaged
 * @throws Error for several kinds of network
 */
export function weightSimilarityMatrix(similarities: ColumnTable): Figure {
  const rows = weightSimilarityTable.rows(similarities);
  const [network = '', ...others] = new Set(rows.map((row) => row.network));
  if (others.length > 0) throw new Error(`A figure of weight similarity is of one kind of network, but the table has ${[network, ...others].join(', ')}; filter it by network first.`);
  const stages = [...new Set(rows.map(({ stage }) => stage))].sort((a, b) => a - b);
  const layout: Partial<Layout> = {
    ...frame({
      title: 'How alike are the weights of a stage’s blocks?',
      caption: `Cosine similarity of corresponding kernels, their mean; ${network}; ${networkSample(rows)}`,
      width: Math.max(560, 150 + (panelSide + 40) * stages.length),
      height: panelSide + 170,
      headings: true,
    }),
    annotations: [],
  };
  const data = stages.map((stage, i): Data => {
    const suffix = axisSuffix(i + 1);
    const own = rows.filter((row) => row.stage === stage);
    const blocks = [...new Set(own.map(({ block }) => block))].sort((a, b) => a - b);
    const averaged = (pairs: typeof own): number => (pairs.length === 0 ? NaN : mean(pairs.map(({ similarity }) => similarity)));
    const z = blocks.map((block) => blocks.map((other) => averaged(own.filter((row) => row.block === block && row.other === other))));
    const apart = averaged(own.filter(({ block, other }) => block !== other));
    layout.annotations!.push(panelHeading(`stage ${stage}${Number.isNaN(apart) ? '' : `: mean ${apart.toFixed(2).replace('-', '−')}`}`, i + 1));
    const ticks = { tickvals: blocks.length <= 12 ? blocks : blocks.filter((block) => block % 5 === 0), showgrid: false, zeroline: false };
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('block', { ...ticks, domain: columnDomain(i + 1, stages.length, 0.08), anchor: `y${suffix}` as 'y' }),
      [`yaxis${suffix}`]: axis(i === 0 ? 'block' : '', { ...ticks, anchor: `x${suffix}` as 'x', autorange: 'reversed' }),
    });
    return {
      type: 'heatmap',
      xaxis: `x${suffix}`,
      yaxis: `y${suffix}`,
      x: blocks,
      y: blocks,
      z,
      zmin: -1,
      zmax: 1,
      colorscale: [[0, palette.vermilion], [0.5, '#ffffff'], [1, palette.blue]],
      showscale: i === stages.length - 1,
      xgap: 1,
      ygap: 1,
      ...(blocks.length <= mostLabelled ? { texttemplate: '%{z:.2f}', textfont: { size: 10 } } : {}),
      hovertemplate: 'blocks %{y} and %{x}<br>cosine %{z:.3f}<extra></extra>',
    };
  });
  return new Figure({ name: 'weight-similarity-matrix', data, layout });
}
