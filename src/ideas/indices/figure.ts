import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { CURVE_NAMES, type CurveName } from './curves';
import { curves, type CurveRow } from '../../tables/tables';
import { bandSeries, bandSeriesCaption } from '../../figures/band-series';
import { Figure } from '../../figures/figure';
import { captionOf, sample, seedsOf } from '../../figures/sample';
import { linesOfPanel, settingPanels, type SettingPanel } from '../../figures/setting-panels';
import { axis, axisSuffix, columnDomain, frame, legendOf, panelHeading } from '../../figures/theme';

const horizontalTitles: Readonly<Record<CurveName, string>> = {
  'early readout': 'last blocks dropped, k/T',
  'late start': 'first blocks dropped, k/T',
  overrun: 'blocks run again, k/T',
};

/** A row or a column of the figure: what its panels show. */
interface Shown {
  readonly heading: string;
  readonly curve?: CurveName;
  readonly stage?: number;
  readonly panel?: SettingPanel<CurveRow>;
}

/** One panel of settings: curves by stages. Small multiples: curves of every stage by settings. */
function gridOf(panels: readonly SettingPanel<CurveRow>[], stages: readonly number[]): { readonly rows: readonly Shown[]; readonly columns: readonly Shown[] } {
  const [panel] = panels;
  if (panels.length === 1) return { rows: CURVE_NAMES.map((curve) => ({ heading: curve, curve })), columns: stages.map((stage) => ({ heading: `stage ${stage}`, stage, ...(panel && { panel }) })) };
  return {
    rows: CURVE_NAMES.flatMap((curve) => stages.map((stage) => ({ heading: `${curve}, stage ${stage}`, curve, stage }))),
    columns: panels.map((each) => ({ heading: each.heading, panel: each })),
  };
}

/**
 * Early readout, late start and overrun curves (rows) of every stage: normalized accuracy, 1 for the whole network, 0 at chance, as it is where it
 * falls below; where settings are many, in columns of small multiples. The convergence index is the area under the first, the
 * recurrence index 1 − the mean distance between first and second, the divergence index 1 − the area under the third.
 */
export function readoutCurves(curveTable: ColumnTable): Figure {
  const rows = curves.rows(curveTable);
  const panels = settingPanels(rows);
  const grid = gridOf(panels, [...new Set(rows.map(({ stage }) => stage))].sort((a, b) => a - b));
  const small = panels.length > 1;
  const data: Data[] = [];
  const layout: Partial<Layout> = {};
  grid.rows.forEach((down, row) => {
    grid.columns.forEach((across, column) => {
      const suffix = axisSuffix(row * grid.columns.length + column + 1);
      const { curve, stage, panel } = { ...down, ...across } as Required<Shown>;
      for (const { name, style, rows: networks, isReference } of linesOfPanel(panel)) {
        const points = networks.filter((point) => point.curve === curve && point.stage === stage);
        const places = [...new Set(points.map(({ fraction }) => fraction))].sort((a, b) => a - b);
        data.push(
          ...bandSeries({
            name,
            style,
            positions: places
              .map((x) => ({ x, values: points.flatMap((point) => (point.fraction === x ? (point.normalizedAccuracy ?? []) : [])) }))
              .filter(({ values }) => values.length > 0),
            axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
            showlegend: row === 0 && (small ? !(isReference && column > 0) : column === 0),
            format: '.3f',
          }),
        );
      }
      const titled = grid.rows[row + 1]?.curve !== curve;
      Object.assign(layout, {
        [`xaxis${suffix}`]: axis(titled ? horizontalTitles[curve] : '', {
          domain: columnDomain(column + 1, grid.columns.length, small ? 0.02 : 0.04),
          anchor: `y${suffix}` as 'y',
          range: [0, 1],
          tickvals: [0, 0.5, 1],
          showticklabels: titled,
          zeroline: false,
          ...(small && { title: { text: titled ? horizontalTitles[curve] : '', standoff: 4, font: { size: 11 } } }),
        }),
        [`yaxis${suffix}`]: axis(column === 0 ? `<b>${small ? down.heading.replace(', ', '<br>') : down.heading}</b>${small ? '' : '<br>normalized accuracy'}` : '', {
          domain: columnDomain(grid.rows.length - row, grid.rows.length, 0.36 / grid.rows.length),
          anchor: `x${suffix}` as 'x',
          matches: 'y',
          showticklabels: column === 0,
        }),
      });
    });
  });
  layout.annotations = grid.columns.map(({ heading }, column) => panelHeading(heading, column + 1));
  return new Figure({
    name: 'readout-curves',
    data,
    layout: {
      ...frame({
        title: 'How do networks fare with fewer, or more, of their blocks?',
        caption: captionOf('normalized accuracy, 1: the whole network, 0: chance', bandSeriesCaption(seedsOf(rows).most), sample(rows)),
        width: small ? 130 + 150 * grid.columns.length : Math.max(650, 130 + 200 * grid.columns.length),
        height: small ? 180 + 130 * grid.rows.length : 830,
        headings: true,
        legend: legendOf(data),
        margin: { l: 84 },
      }),
      ...layout,
    },
  });
}
