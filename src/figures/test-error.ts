import type { ColumnTable } from 'arquero';
import type { Layout, PlotData } from 'plotly.js';
import { runs, type RunRow } from '../results/tables';
import { Figure } from './figure';
import { couplingSeriesName, couplingSeriesStyle } from './indices-against-coupling';
import { constraintAxis, constraintCategory, constraintSeriesName, constraintSeriesStyle } from './indices-against-lipschitz';
import { meanSeries, meanSeriesCaption } from './mean-series';
import { sample } from './sample';
import { seriesAlong, type SeriesOfRuns } from './series-along';
import { axis, columnDomain, frame } from './theme';

/** Claim L4: test error in per cent against λ (left) and against the Lipschitz constant (right), on one scale. */
export function testErrorAgainstConstraints(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable);
  const panels = [
    {
      x: (row: RunRow) => row.coupling,
      series: seriesAlong(rows, 'coupling', couplingSeriesName, couplingSeriesStyle),
      suffix: '',
    },
    {
      x: constraintCategory,
      series: seriesAlong(rows, 'lipschitz', constraintSeriesName, constraintSeriesStyle),
      suffix: '2',
    },
  ] as const;
  const layout: Partial<Layout> = {
    ...frame({ title: 'Does either improve generalization? (L4)', caption: `${meanSeriesCaption}; ${sample(rows)}` }),
    xaxis: axis('gradient coupling λ', {
      domain: columnDomain(1, 2, 0.06),
      range: [-0.07, 1.07],
      tickvals: [0, 0.5, 1],
      zeroline: false,
    }),
    xaxis2: { ...constraintAxis(rows), domain: columnDomain(2, 2, 0.06), anchor: 'y2' },
    yaxis: axis('test error (%)', { rangemode: 'tozero' }),
    yaxis2: axis('', { matches: 'y', anchor: 'x2', showticklabels: false }),
  };
  const data = panels.flatMap(({ x, series, suffix }) => series.flatMap((line) => errorSeries(line, x, suffix)));
  return new Figure({ name: 'test-error', data, layout });
}

function errorSeries(line: SeriesOfRuns, x: (row: RunRow) => number | string, suffix: '' | '2'): Partial<PlotData>[] {
  const positions = [...new Set(line.rows.map(x))].map((place) => ({
    x: place,
    networks: line.rows.filter((row) => x(row) === place).map((row) => ({ y: 100 * row.testError, hover: row.run })),
  }));
  return meanSeries({ ...line, positions, axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` }, showlegend: true, format: '.2f' });
}
