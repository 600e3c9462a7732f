import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { groupBySetting, settingLabel } from '../tables/condition';
import { history, type HistoryRow } from '../tables/tables';
import { bandSeries, bandSeriesCaption } from './band-series';
import { Figure } from './figure';
import { sample } from './sample';
import { settingStyle } from './setting-style';
import { axis, columnDomain, frame, logarithmicAxis } from './theme';

const panels = [
  { suffix: '', title: 'training loss (nats)', value: (row: HistoryRow) => row.trainLoss, format: '.3f' },
  { suffix: '2', title: 'test error (%)', value: (row: HistoryRow) => 100 * (1 - row.testAccuracy), format: '.2f' },
] as const;

/** Training loss and test error of every setting over the epochs. Scales are logarithmic where values differ fourfold and none is 0. */
export function learningCurves(historyTable: ColumnTable): Figure {
  const rows = history.rows(historyTable);
  const groups = groupBySetting(rows);
  const data = panels.flatMap(({ suffix, value, format }): Data[] =>
    groups.flatMap(({ setting, rows: networks }) => {
      const epochs = [...new Set(networks.map((row) => row.epoch))].sort((a, b) => a - b);
      return bandSeries({
        name: settingLabel(setting),
        style: settingStyle(setting),
        positions: epochs.map((epoch) => ({ x: epoch, values: networks.filter((row) => row.epoch === epoch).map(value) })),
        axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
        showlegend: suffix === '',
        format,
      });
    }),
  );
  const layout: Partial<Layout> = frame({
    title: 'How do the networks learn?',
    caption: `${bandSeriesCaption}; ${sample(rows)}`,
  });
  panels.forEach(({ suffix, title, value }, i) => {
    const values = rows.map(value);
    const verticalAxis = Math.min(...values) > 0 && Math.max(...values) >= 4 * Math.min(...values) ? logarithmicAxis : axis;
    Object.assign(layout, {
      [`xaxis${suffix}`]: axis('epoch', {
        domain: columnDomain(i + 1, 2, 0.12),
        anchor: `y${suffix}` as 'y',
        rangemode: 'tozero',
        zeroline: false,
      }),
      [`yaxis${suffix}`]: verticalAxis(title, { anchor: `x${suffix}` as 'x' }),
    });
  });
  return new Figure({ name: 'learning-curves', data, layout });
}
