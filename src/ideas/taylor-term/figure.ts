import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { measuredTable } from '../../measuring/measured-table';
import { taylorTermOfBlocks } from './measure';
import { Figure } from '../../figures/figure';
import { imageSample, intervalCaption, intervalSeries } from '../../figures/interval-series';
import { networkStyle } from '../../figures/network-series';
import { captionOf } from '../../figures/sample';
import { axis, columnDomain, frame, palette, panelHeading } from '../../figures/theme';

/**
 * J1: left, every block's mean true change of the loss against the mean of its first-order term, equal on the diagonal; right, the
 * correlation of the two over images.
 * @param table of `taylorTerm`
 */
export function taylorTermsAgainstChange(table: ColumnTable): Figure {
  const rows = measuredTable(taylorTermOfBlocks, 'stage', 'block', 'depth', 'gradient').rows(table).filter(({ gradient }) => gradient === 'before the block');
  const correlations = rows.filter(({ measure }) => measure === 'correlation');
  const networks = [...new Set(correlations.map(({ network }) => network))];
  const data: Data[] = networks.flatMap((network, n): Data[] => {
    const own = correlations.filter((row) => row.network === network);
    const style = networkStyle(n);
    const of = (measure: string): typeof rows => own.map((place) => rows.find((row) => row.measure === measure && row.network === network && row.images === place.images && row.depth === place.depth)!);
    const [terms, changes] = [of('term'), of('change')];
    return [
      {
        ...intervalSeries({ name: network, style, points: changes.map((row, i) => ({ ...row, x: terms[i]!.estimate })), axes: { xaxis: 'x', yaxis: 'y' }, showlegend: true, format: '.4f' }),
        mode: 'markers',
        text: own.map(({ stage, block }) => `${network}, stage ${stage}, block ${block}`),
        hovertemplate: '%{text}<br>first-order term %{x:.4f}<br>true change %{y:.4f}<extra></extra>',
      },
      intervalSeries({ name: network, style, points: own.map((row) => ({ ...row, x: row.depth })), axes: { xaxis: 'x2', yaxis: 'y2' }, showlegend: false, format: '.3f' }),
    ];
  });
  const terms = rows.flatMap(({ measure, estimate }) => (measure === 'term' ? [estimate] : []));
  const [low, high] = [Math.min(0, ...terms), Math.max(0, ...terms)];
  data.push({ type: 'scatter', mode: 'lines', x: [low, high], y: [low, high], xaxis: 'x', yaxis: 'y', line: { color: palette.grey, dash: 'dot', width: 1 }, name: 'equal', hoverinfo: 'skip' });
  const layout: Partial<Layout> = {
    ...frame({
      title: 'Is the first-order term the change of the loss? (J1)',
      caption: captionOf('one point for each block', intervalCaption(correlations), imageSample(correlations)),
      headings: true,
      legend: [...networks, 'equal'],
    }),
    xaxis: axis('mean F(h)·∂L/∂h (nats)', { domain: columnDomain(1, 2, 0.14) }),
    yaxis: axis('mean change of the loss by the block (nats)'),
    xaxis2: axis('block', { domain: columnDomain(2, 2, 0.14), anchor: 'y2', zeroline: false }),
    yaxis2: axis('correlation over images', { anchor: 'x2', rangemode: 'tozero' }),
    annotations: [panelHeading('mean over images', 1), panelHeading('image by image', 2)],
  };
  return new Figure({ name: 'taylor-terms-against-change', data, layout });
}
