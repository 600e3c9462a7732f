import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { alongCoupling } from '../../figures/along-coupling';
import { alongLipschitz } from '../../figures/along-lipschitz';
import { Figure } from '../../figures/figure';
import { meanSeries, meanSeriesCaption } from '../../figures/mean-series';
import { seedCount } from '../../figures/sample';
import type { Along } from '../../figures/series-along';
import type { SettingStyle } from '../../figures/setting-style';
import { axis, axisSuffix, columnDomain, frame, palette, panelHeading } from '../../figures/theme';
import { groupBySetting, STANDARD_VARIANT } from '../../tables/condition';
import { runs, type RunRow } from '../../tables/tables';

type Index = 'convergenceIndex' | 'recurrenceIndex' | 'divergenceIndex' | 'exchangeIndex';

const INDICES: readonly (readonly [Index, string, SettingStyle])[] = [
  ['convergenceIndex', 'Convergence Index', { color: palette.black, dash: 'solid', symbol: 'circle' }],
  ['recurrenceIndex', 'Recurrence Index', { color: palette.blue, dash: 'solid', symbol: 'square' }],
  ['divergenceIndex', 'Divergence Index', { color: palette.vermilion, dash: 'solid', symbol: 'diamond' }],
  ['exchangeIndex', 'Exchange Index', { color: palette.green, dash: 'dash', symbol: 'triangle-up' }],
];

/** Rows of panels: networks with batch norm that start from equal blocks, which differ in one constraint alone. */
const ROWS: readonly (readonly [Along, (row: RunRow) => boolean])[] = [
  [alongCoupling, ({ lipschitz }) => lipschitz === null],
  [alongLipschitz, ({ coupling }) => coupling === 0],
];

/** L2 and L3 at a glance: the indices of networks with batch norm against λ (above) and against c (below), a column for each task. */
export function indicesAcrossTasks(runTable: ColumnTable): Figure {
  const rows = runs.rows(runTable).filter(({ normalization, variant }) => normalization === 'batch' && variant === STANDARD_VARIANT);
  const tasks = [...new Set(rows.map(({ task }) => task))];
  const seeds = groupBySetting(rows).map(({ rows: same }) => same.length);
  const data: Data[] = [];
  const layout: Partial<Layout> = frame({
    title: 'What do coupling and the Lipschitz constraint do to the indices?',
    caption: `${meanSeriesCaption}; ${rows.length === 0 ? 'no networks' : seedCount(Math.min(...seeds), Math.max(...seeds))}`,
    width: 120 + 200 * Math.max(tasks.length, 2),
    height: 640,
    headings: true,
    legendRows: tasks.length > 3 ? 1 : 2,
  });
  ROWS.forEach(([along, belongs], r) => {
    tasks.forEach((task, column) => {
      const panel = r * tasks.length + column + 1;
      const suffix = axisSuffix(panel);
      const own = rows.filter((row) => row.task === task && belongs(row));
      const places = [...new Set(own.map(along.x))].sort((a, b) => (typeof a === 'number' && typeof b === 'number' ? a - b : 0));
      for (const [index, name, style] of INDICES) {
        const positions = places.map((x) => ({ x, networks: own.flatMap((row) => (along.x(row) === x && row[index] !== null ? [{ y: row[index], hover: row.run }] : [])) }));
        data.push(...meanSeries({ name, style, positions: positions.filter(({ networks }) => networks.length > 0), axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` }, showlegend: panel === 1, format: '.3f' }));
      }
      Object.assign(layout, {
        [`xaxis${suffix}`]: { ...along.axis(own), domain: columnDomain(column + 1, tasks.length, 0.04), anchor: `y${suffix}` },
        [`yaxis${suffix}`]: axis(column === 0 ? 'index' : '', { domain: columnDomain(ROWS.length - r, ROWS.length, 0.2), anchor: `x${suffix}` as 'x', range: [-0.05, 1.05], showticklabels: column === 0 }),
      });
    });
  });
  layout.annotations = tasks.map((task, column) => panelHeading(task, column + 1));
  return new Figure({ name: 'indices-across-tasks', data, layout });
}
