import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { inTaskOrder } from '../../data/task';
import { alongCoupling } from '../../figures/along-coupling';
import { alongLipschitz } from '../../figures/along-lipschitz';
import { Figure } from '../../figures/figure';
import { meanSeries, meanSeriesCaption } from '../../figures/mean-series';
import { captionOf, seedCount, seedsOf } from '../../figures/sample';
import type { Along } from '../../figures/series-along';
import type { SettingStyle } from '../../figures/setting-style';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';
import { STANDARD_VARIANT } from '../../tables/condition';
import { runs, type RunRow } from '../../tables/tables';

type Index = 'convergenceIndex' | 'recurrenceIndex' | 'divergenceIndex' | 'exchangeIndex';

const INDICES: readonly (readonly [Index, string, SettingStyle])[] = [
  ['convergenceIndex', 'Convergence Index', { color: palette.black, dash: 'solid', symbol: 'circle' }],
  ['recurrenceIndex', 'Recurrence Index', { color: palette.blue, dash: 'solid', symbol: 'square' }],
  ['divergenceIndex', 'Divergence Index', { color: palette.vermilion, dash: 'solid', symbol: 'diamond' }],
  ['exchangeIndex', 'Exchange Index', { color: palette.green, dash: 'dash', symbol: 'triangle-up' }],
];

/** Rows of panels: networks that differ in one constraint alone. */
const ROWS: readonly (readonly [Along, (row: RunRow) => boolean])[] = [
  [alongCoupling, ({ lipschitz }) => lipschitz === null],
  [alongLipschitz, ({ coupling }) => coupling === 0],
];

/**
 * L2 and L3 at a glance: the indices against λ (above) and against c (below), a column for each task, of networks with batch norm whose
 * blocks start from equal values.
 */
export function indicesAcrossTasks(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable).filter(({ normalization, variant }) => normalization === 'batch' && variant === STANDARD_VARIANT);
  const tasks = inTaskOrder(rows.map(({ task }) => task));
  const seeds = seedsOf(rows);
  const data: Data[] = [];
  const layout: Partial<Layout> = frame({
    title: 'What do coupling and the Lipschitz constraint do to the indices?',
    caption: captionOf(meanSeriesCaption(seeds), rows.length === 0 ? 'no networks' : seedCount(seeds.fewest, seeds.most)),
    width: 120 + 200 * Math.max(tasks.length, 2),
    height: 620,
    headings: true,
    legend: INDICES.map(([, name]) => name),
  });
  ROWS.forEach(([along, belongs], r) => {
    const ofRow = rows.filter(belongs);
    tasks.forEach((task, column) => {
      const panel = r * tasks.length + column + 1;
      const suffix = axisSuffix(panel);
      const own = ofRow.filter((row) => row.task === task);
      const places = [...new Set(own.map((row) => along.x(row, ofRow)))].sort((a, b) => a - b);
      for (const [i, [index, name, style]] of INDICES.entries()) {
        const positions = places.map((x) => ({
          x: x + along.apart * (i - (INDICES.length - 1) / 2),
          networks: own.flatMap((row) => {
            const y = row[index];
            return along.x(row, ofRow) === x && y !== null ? [{ y, hover: row.run }] : [];
          }),
        }));
        data.push(...meanSeries({ name, style, positions: positions.filter(({ networks }) => networks.length > 0), axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` }, showlegend: panel === 1, format: '.3f' }));
      }
      Object.assign(layout, {
        [`xaxis${suffix}`]: { ...along.axis(ofRow), domain: columnDomain(column + 1, tasks.length, 0.04), anchor: `y${suffix}` },
        [`yaxis${suffix}`]: axis(column === 0 ? 'index' : '', { domain: columnDomain(ROWS.length - r, ROWS.length, 0.2), anchor: `x${suffix}` as 'x', range: [-0.05, 1.05], showticklabels: column === 0 }),
      });
    });
  });
  layout.annotations = tasks.map((task, column) => panelHeading(task, column + 1));
  return new Figure({ name: 'indices-across-tasks', data, layout });
}
