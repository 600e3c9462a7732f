import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { measuredTable } from '../../measuring/measured-table';
import { earlyReadouts } from './measure';
import { Figure } from '../../figures/figure';
import { imageSample, intervalCaption, intervalSeries } from '../../figures/interval-series';
import { networkStyle } from '../../figures/network-series';
import { captionOf } from '../../figures/sample';
import { axis, axisSuffix, blockTicks, columnDomain, frame, panelHeading } from '../../figures/theme';

const panels = [
  { measure: 'accuracy', title: 'accuracy (%)', factor: 100, format: '.2f' },
  { measure: 'loss', title: 'loss (nats)', factor: 1, format: '.3f' },
  { measure: 'entropy', title: 'entropy (nats)', factor: 1, format: '.3f' },
] as const;

/** J5 for given networks: what the final classifier says behind every block of the last stage. */
export function earlyReadoutAgainstBlock(readoutTable: ColumnTable): Figure {
  const rows = measuredTable(earlyReadouts, 'stage', 'block').rows(readoutTable);
  const networks = [...new Set(rows.map(({ network }) => network))];
  const layout: Partial<Layout> = {
    ...frame({
      title: 'What does the final classifier say early? (J5)',
      caption: captionOf('0: behind the transition of the last stage', intervalCaption(rows), imageSample(rows)),
      width: 780,
      headings: true,
      legend: networks,
    }),
    annotations: panels.map(({ title }, p) => panelHeading(title, p + 1)),
  };
  const blocks = Math.max(...rows.map(({ block }) => block));
  const data: Data[] = [];
  panels.forEach(({ measure, factor, format }, p) => {
    const suffix = axisSuffix(p + 1);
    networks.forEach((network, n) => {
      const own = rows.filter((row) => row.network === network && row.measure === measure).sort((a, b) => a.block - b.block);
      data.push(
        intervalSeries({
          name: network,
          style: networkStyle(n),
          points: own.map((row) => ({ ...row, x: row.block })),
          axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
          showlegend: p === 0,
          format,
          factor,
        }),
      );
    });
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('blocks run', { domain: columnDomain(p + 1, panels.length, 0.08), anchor: `y${suffix}` as 'y', ...blockTicks(blocks) }),
      [`yaxis${suffix}`]: axis('', { anchor: `x${suffix}` as 'x', rangemode: 'tozero' }),
    });
  });
  return new Figure({ name: 'early-readout', data, layout });
}
