import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { IMAGES } from '../measuring/on-images';
import { blockMeanTable, type BlockMeanRow } from '../tables/block-means';
import { Figure } from './figure';
import { imageSample, intervalCaption, intervalSeries } from './interval-series';
import { networkStyle } from './network-series';
import { axis, axisSuffix, columnDomain, frame, panelHeading } from './theme';

/** J2: mean cosine loss of every block, one line for each network; test and training images side by side. */
export function cosineLossAgainstBlock(blockTable: ColumnTable): Figure {
  return measureAgainstBlock(blockTable, {
    name: 'cosine-loss-against-block',
    measure: 'cosineLoss',
    title: 'Does a block step down the gradient of the loss? (J2)',
    vertical: 'cosine loss',
    reading: '−1: straight down, 0: across',
  });
}

/** J3: mean ℓ2 ratio of every block, one line for each network; test and training images side by side. */
export function l2RatioAgainstBlock(blockTable: ColumnTable): Figure {
  return measureAgainstBlock(blockTable, {
    name: 'l2-ratio-against-block',
    measure: 'l2Ratio',
    title: 'How far does a block move the state? (J3)',
    vertical: '‖F(h)‖ / ‖h‖',
    reading: 'as a share of the state’s length',
  });
}

interface Drawn {
  readonly name: string;
  readonly measure: string;
  readonly title: string;
  readonly vertical: string;
  readonly reading: string;
}

function measureAgainstBlock(blockTable: ColumnTable, { name, measure, title, vertical, reading }: Drawn): Figure {
  const rows = blockMeanTable.rows(blockTable).filter((row) => row.measure === measure);
  const sets = [...IMAGES].reverse().filter((images) => rows.some((row) => row.images === images));
  const networks = [...new Set(rows.map(({ network }) => network))];
  const layout: Partial<Layout> = {
    ...frame({ title, caption: `${reading}; ${intervalCaption.toLowerCase()}; ${imageSample(rows)}`, headings: true, legendRows: 1 }),
    annotations: sets.map((images, i) => panelHeading(`${images} images`, i + 1)),
  };
  const data: Data[] = [];
  sets.forEach((images, i) => {
    const suffix = axisSuffix(i + 1);
    networks.forEach((network, n) => {
      const own = rows.filter((row) => row.images === images && row.network === network);
      if (own.length === 0) return;
      const line = intervalSeries({
        name: network,
        style: networkStyle(n),
        points: inOrder(own).map((row) => ({ ...row, x: row.depth })),
        axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
        showlegend: i === 0,
        format: '.4f',
      });
      data.push({ ...line, text: inOrder(own).map(blockLabel), hovertemplate: `${network}, %{text}<br>%{y:.4f}<extra></extra>` });
    });
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('block', { domain: columnDomain(i + 1, sets.length, 0.05), anchor: `y${suffix}` as 'y', zeroline: false }),
      [`yaxis${suffix}`]: axis(i === 0 ? vertical : '', { anchor: `x${suffix}` as 'x', rangemode: 'tozero', showticklabels: i === 0, ...(i > 0 ? { matches: 'y' as const } : {}) }),
    });
  });
  return new Figure({ name, data, layout });
}

const inOrder = (rows: readonly BlockMeanRow[]): BlockMeanRow[] => [...rows].sort((a, b) => a.depth - b.depth);
const blockLabel = ({ stage, block }: BlockMeanRow): string => `stage ${stage}, block ${block}`;
