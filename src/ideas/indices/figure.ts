import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { groupBySetting, settingLabel } from '../../tables/condition';
import { CURVE_NAMES, type CurveName } from './curves';
import { curves } from '../../tables/tables';
import { bandSeries, bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { sample } from '../../figures/sample';
import { settingStyle } from '../../figures/setting-style';
import { axis, axisSuffix, columnDomain, frame, panelHeading } from '../../figures/theme';

const horizontalTitles: Readonly<Record<CurveName, string>> = {
  'early readout': 'last blocks dropped, k/T',
  'late start': 'first blocks dropped, k/T',
  overrun: 'blocks run again, k/T',
};

/**
 * Early readout, late start and overrun curves (rows) of every stage (columns): normalized accuracy, 1 for the whole
 * network, 0 at chance, as it is where it falls below. The convergence index is the area under the first, the
 * recurrence index 1 − the mean distance between first and second, the divergence index 1 − the area under the third.
 */
export function readoutCurves(curveTable: ColumnTable): Figure {
  const rows = curves.rows(curveTable);
  const stageNumbers = [...new Set(rows.map((row) => row.stage))].sort((a, b) => a - b);
  const columns = stageNumbers.length;
  const layout: Partial<Layout> = frame({
    title: 'How do networks fare with fewer, or more, of their blocks?',
    caption: `${bandSeriesCaption}; ${sample(rows)}; 1: the whole network, 0: chance`,
    width: Math.max(650, 130 + 200 * columns),
    height: 830,
    headings: true,
  });
  const data: Data[] = [];
  CURVE_NAMES.forEach((curve, row) => {
    const [bottom, top] = columnDomain(CURVE_NAMES.length - row, CURVE_NAMES.length, 0.11);
    stageNumbers.forEach((stage, column) => {
      const panel = row * columns + column + 1;
      const suffix = axisSuffix(panel);
      const inPanel = rows.filter((point) => point.curve === curve && point.stage === stage);
      for (const { setting, rows: points } of groupBySetting(inPanel)) {
        const places = [...new Set(points.map((point) => point.fraction))].sort((a, b) => a - b);
        data.push(
          ...bandSeries({
            name: settingLabel(setting),
            style: settingStyle(setting),
            positions: places
              .map((x) => ({
                x,
                values: points.flatMap((point) => (point.fraction === x ? (point.normalizedAccuracy ?? []) : [])),
              }))
              .filter(({ values }) => values.length > 0),
            axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
            showlegend: panel === 1,
            format: '.3f',
          }),
        );
      }
      Object.assign(layout, {
        [`xaxis${suffix}`]: axis(horizontalTitles[curve], {
          domain: columnDomain(column + 1, columns, 0.04),
          anchor: `y${suffix}` as 'y',
          range: [0, 1],
          tickvals: [0, 0.5, 1],
          zeroline: false,
        }),
        [`yaxis${suffix}`]: axis(column === 0 ? `<b>${curve}</b><br>normalized accuracy` : '', {
          domain: [bottom, top],
          anchor: `x${suffix}` as 'x',
          matches: 'y',
          showticklabels: column === 0,
        }),
      });
    });
  });
  layout.annotations = stageNumbers.map((stage, column) => panelHeading(`stage ${stage}`, column + 1));
  layout.margin = { ...layout.margin, l: 84 };
  return new Figure({ name: 'readout-curves', data, layout });
}
