import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { runs } from '../../tables/tables';
import { Figure } from '../../figures/figure';
import { meanSeries, meanSeriesCaption } from '../../figures/mean-series';
import { captionOf, sample, seedsOf } from '../../figures/sample';
import { seriesAlong, type Along } from '../../figures/series-along';
import { axis, axisSuffix, columnDomain, frame, panelHeading } from '../../figures/theme';

const panels = [
  ['convergenceIndex', 'Convergence Index'],
  ['recurrenceIndex', 'Recurrence Index'],
  ['divergenceIndex', 'Divergence Index'],
] as const;

/** One panel for each index, side by side. Indices are drawn as they are: below 0 or above 1 where they are. */
export function indexPanels(runTable: ColumnTable, along: Along, name: string, title: string): Figure {
  const rows = runs.rows(runTable);
  const series = seriesAlong(rows, along);
  const data: Data[] = [];
  const layout: Partial<Layout> = {
    ...frame({ title, caption: captionOf(meanSeriesCaption(seedsOf(rows)), sample(rows)), height: 430, headings: true, legend: series.map((line) => line.name) }),
    annotations: panels.map(([, heading], i) => panelHeading(heading, i + 1)),
  };
  panels.forEach(([index], i) => {
    const suffix = axisSuffix(i + 1);
    for (const line of series) {
      const positions = line.places.map(({ x, rows: of }) => ({
        x,
        networks: of.flatMap((row) => {
          const y = row[index];
          return y === null ? [] : [{ y, hover: row.run }];
        }),
      }));
      data.push(
        ...meanSeries({
          ...line,
          positions: positions.filter(({ networks }) => networks.length > 0),
          axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
          showlegend: i === 0,
          format: '.3f',
        }),
      );
    }
    Object.assign(layout, {
      [`xaxis${suffix}`]: { ...along.axis(rows), domain: columnDomain(i + 1, panels.length, 0.07), anchor: `y${suffix}` },
      [`yaxis${suffix}`]: axis(i === 0 ? 'index' : '', { rangemode: 'tozero', anchor: `x${suffix}` as 'x' }),
    });
  });
  return new Figure({ name, data, layout });
}
