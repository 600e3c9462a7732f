import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { history, type HistoryRow } from '../tables/tables';
import { bandSeries, bandSeriesCaption } from './band-series';
import { Figure } from './figure';
import { captionOf, sample, seedsOf } from './sample';
import { linesOfPanel, settingPanels } from './setting-panels';
import { axis, axisSuffix, columnDomain, frame, legendOf, logarithmicAxis } from './theme';

const measured = [
  { title: 'training loss (nats)', value: (row: HistoryRow) => row.trainLoss, format: '.3f' },
  { title: 'test error (%)', value: (row: HistoryRow) => 100 * (1 - row.testAccuracy), format: '.2f' },
] as const;

/**
 * Training loss and test error of every setting over the epochs, in rows of small multiples where settings are many. Scales are logarithmic where values differ
 * fourfold and none is 0.
 */
export function learningCurves(historyTable: ColumnTable): Figure {
  const rows = history.rows(historyTable);
  const panels = settingPanels(rows);
  const data: Data[] = [];
  const layout: Partial<Layout> = {};
  panels.forEach((panel, row) => {
    measured.forEach(({ title, value, format }, column) => {
      const suffix = axisSuffix(row * measured.length + column + 1);
      for (const { name, style, rows: networks, isReference } of linesOfPanel(panel)) {
        const epochs = [...new Set(networks.map(({ epoch }) => epoch))].sort((a, b) => a - b);
        data.push(
          ...bandSeries({
            name,
            style,
            positions: epochs.map((epoch) => ({ x: epoch, values: networks.filter((each) => each.epoch === epoch).map(value) })),
            axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
            showlegend: column === 0 && !(isReference && row > 0),
            format,
          }),
        );
      }
      const values = rows.map(value);
      const more = { domain: columnDomain(panels.length - row, panels.length, Math.min(0.2, 0.16 / Math.max(1, panels.length - 1))), anchor: `x${suffix}` as 'x', ...(row > 0 && { matches: `y${axisSuffix(column + 1)}` as 'y' }) };
      const heading = column === 0 && panel.heading !== '' ? `<b>${panel.heading.replace(' and ', ' and<br>')}</b><br>${title}` : title;
      const last = row === panels.length - 1;
      Object.assign(layout, {
        [`xaxis${suffix}`]: axis(last ? 'epoch' : '', { domain: columnDomain(column + 1, 2, 0.12), anchor: `y${suffix}` as 'y', rangemode: 'tozero', zeroline: false, showticklabels: last, ...(row > 0 && { matches: `x${axisSuffix(column + 1)}` as 'x' }) }),
        [`yaxis${suffix}`]: Math.min(...values) > 0 && Math.max(...values) >= 4 * Math.min(...values) ? logarithmicAxis(heading, values, more) : axis(heading, more),
      });
    });
  });
  const small = panels.length > 1;
  return new Figure({
    name: 'learning-curves',
    data,
    layout: {
      ...frame({
        title: 'How do the networks learn?',
        caption: captionOf(bandSeriesCaption(seedsOf(rows).most), sample(rows)),
        height: small ? 190 + 150 * panels.length : 460,
        legend: legendOf(data),
        margin: small ? { l: 84 } : {},
      }),
      ...layout,
    },
  });
}
