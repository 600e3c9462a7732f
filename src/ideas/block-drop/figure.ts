import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { measuredTable } from '../../measuring/measured-table';
import { blockDrops } from './measure';
import { Figure } from '../../figures/figure';
import { imageSample, intervalCaption, intervalSeries } from '../../figures/interval-series';
import { networkStyle } from '../../figures/network-series';
import { captionOf } from '../../figures/sample';
import { axis, axisSuffix, blockTicks, columnDomain, frame, panelHeading } from '../../figures/theme';

/** J4: accuracy without each block, one panel a stage, one line for each network; thin lines: the whole networks. */
export function blockDropAgainstBlock(dropTable: ColumnTable): Figure {
  const all = measuredTable(blockDrops, 'stage', 'block').rows(dropTable);
  const rows = all.filter(({ measure }) => measure === 'accuracy');
  const wholeOf = ({ network, images, stage, block, estimate }: (typeof all)[number]): number =>
    estimate + all.find((row) => row.measure === 'drop' && row.network === network && row.images === images && row.stage === stage && row.block === block)!.estimate;
  const stages = [...new Set(rows.map(({ stage }) => stage))].sort((a, b) => a - b);
  const networks = [...new Set(rows.map(({ network }) => network))];
  const layout: Partial<Layout> = {
    ...frame({
      title: 'What if a single block is dropped? (J4)',
      caption: captionOf('thin lines: the whole networks', intervalCaption(rows), imageSample(rows)),
      headings: true,
      legend: networks,
    }),
    annotations: stages.map((stage, column) => panelHeading(`stage ${stage}`, column + 1)),
  };
  const data: Data[] = [];
  stages.forEach((stage, column) => {
    const suffix = axisSuffix(column + 1);
    const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
    const blocks = Math.max(...rows.filter((row) => row.stage === stage).map(({ block }) => block));
    networks.forEach((network, n) => {
      const own = rows.filter((row) => row.network === network && row.stage === stage).sort((a, b) => a.block - b.block);
      const [first] = own;
      if (!first) return;
      const style = networkStyle(n);
      data.push(
        {
          type: 'scatter',
          mode: 'lines',
          ...axes,
          x: [0.5, blocks + 0.5],
          y: [100 * wholeOf(first), 100 * wholeOf(first)],
          line: { color: style.color, dash: 'dot', width: 1 },
          legendgroup: network,
          showlegend: false,
          hoverinfo: 'skip',
        },
        intervalSeries({ name: network, style, points: own.map((row) => ({ ...row, x: row.block })), axes, showlegend: column === 0, format: '.2f', factor: 100 }),
      );
    });
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('dropped block', { domain: columnDomain(column + 1, stages.length, 0.04), anchor: `y${suffix}` as 'y', range: [0.5, blocks + 0.5], ...blockTicks(blocks) }),
      [`yaxis${suffix}`]: axis(column === 0 ? 'accuracy (%)' : '', {
        anchor: `x${suffix}` as 'x',
        rangemode: 'tozero',
        showticklabels: column === 0,
        ...(column > 0 ? { matches: 'y' as const } : {}),
      }),
    });
  });
  return new Figure({ name: 'block-drop', data, layout });
}
