import type { ColumnTable } from 'arquero';
import type { PlotData } from 'plotly.js';
import { namesInPlace } from '../settings/names-in-place';
import { Figure } from './figure';
import { networkStyle } from './network-series';
import { axis, frame } from './theme';

/** Which columns of a table a {@link scatter} shows. */
export interface ScatterColumns {
  /** numbers or names; rows without a value are left out */
  readonly x: string;
  /** numbers; rows without a value are left out */
  readonly y: string;
  /** one color and symbol for each of its values */
  readonly by?: string;
  /** of the figure; of its files, too */
  readonly title?: string;
}

/**
 * Any two columns of a table against each other, for a look of one's own.
 * @throws RangeError naming a column that the table does not have, or where no row has both values
 */
export function scatter(table: ColumnTable, { x, y, by, title = `${y} against ${x}` }: ScatterColumns): Figure {
  const missing = [x, y, ...(by === undefined ? [] : [by])].find((column) => table.columnIndex(column) < 0);
  if (missing !== undefined) throw new RangeError(`The table has no column ${namesInPlace([missing], '; it has', table.columnNames())}.`);
  const rows = (table.objects() as Record<string, unknown>[]).filter((row) => isShown(row[x]) && typeof row[y] === 'number' && Number.isFinite(row[y]));
  if (rows.length === 0) throw new RangeError(`No row of the table has both ${x} and ${y}: it has ${table.numRows()} rows; see by what they were filtered.`);
  const groups = [...new Set(rows.map((row) => nameOf(by === undefined ? undefined : row[by])))];
  const data = groups.map((name, i): Partial<PlotData> => {
    const own = rows.filter((row) => nameOf(by === undefined ? undefined : row[by]) === name);
    const { color, symbol } = networkStyle(i);
    return {
      type: 'scatter',
      mode: 'markers',
      name,
      showlegend: by !== undefined,
      x: own.map((row) => row[x] as number | string),
      y: own.map((row) => row[y] as number),
      marker: { color, symbol, size: 7, opacity: 0.8 },
    };
  });
  return new Figure({
    name: title.toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '') || 'scatter',
    data,
    layout: {
      ...frame({
        title,
        caption: `${rows.length.toLocaleString('en-US')} of ${table.numRows().toLocaleString('en-US')} rows have both values`,
        legend: by === undefined ? [] : groups,
      }),
      xaxis: axis(x),
      yaxis: axis(y),
    },
  });
}

const isShown = (value: unknown): boolean => typeof value === 'string' || (typeof value === 'number' && Number.isFinite(value));
const nameOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value ?? null));
