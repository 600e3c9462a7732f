import type { ColumnTable } from 'arquero';
import type { Layout, PlotData } from 'plotly.js';
import { runs, type RunRow } from '../../tables/tables';
import { alongCoupling } from '../../figures/along-coupling';
import { alongLipschitz } from '../../figures/along-lipschitz';
import { Figure } from '../../figures/figure';
import { meanSeries, meanSeriesCaption } from '../../figures/mean-series';
import { captionOf, sample, seedsOf } from '../../figures/sample';
import { seriesAlong, type Along } from '../../figures/series-along';
import { axis, columnDomain, frame, legendOf } from '../../figures/theme';

/** Claim L4: test error in per cent against λ (left) and against the Lipschitz constant (right), on one scale. */
export function testErrorAgainstConstraints(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable);
  const data = [...errorSeries(rows, alongCoupling, ''), ...errorSeries(rows, alongLipschitz, '2')];
  const layout: Partial<Layout> = {
    ...frame({ title: 'Does either improve generalization? (L4)', caption: captionOf(meanSeriesCaption(seedsOf(rows)), sample(rows)), legend: legendOf(data) }),
    xaxis: { ...alongCoupling.axis(rows), domain: columnDomain(1, 2, 0.06) },
    xaxis2: { ...alongLipschitz.axis(rows), domain: columnDomain(2, 2, 0.06), anchor: 'y2' },
    yaxis: axis('test error (%)', { rangemode: 'tozero' }),
    yaxis2: axis('', { matches: 'y', anchor: 'x2', showticklabels: false }),
  };
  return new Figure({ name: 'test-error', data, layout });
}

function errorSeries(rows: readonly RunRow[], along: Along, suffix: '' | '2'): Partial<PlotData>[] {
  const axes = { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
  return seriesAlong(rows, along).flatMap((line) => {
    const positions = line.places.map(({ x, rows: of }) => ({ x, networks: of.map((row) => ({ y: 100 * row.testError, hover: row.run })) }));
    return meanSeries({ ...line, positions, axes, showlegend: true, format: '.2f' });
  });
}
