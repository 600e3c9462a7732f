import type { PlotData } from 'plotly.js';
import { bandSeries } from './band-series';
import { onlyTask, seedCount } from './sample';
import type { SettingStyle } from './setting-style';
import { palette } from './theme';

/** What tables of analyses say of the network of a row. */
interface NetworkRow {
  readonly task: string;
  readonly network: string;
  readonly seed: number;
}

const dashes = ['solid', 'dash', 'dot'] as const;
const symbols = ['circle', 'square', 'diamond', 'triangle-up', 'x', 'cross'] as const;
const colors = [palette.black, palette.vermilion, palette.blue, palette.green, palette.purple, palette.grey];

/** How the kind of network that a table names as its n-th looks (from 0); all in one figure look different up to 18. */
export function networkStyle(n: number): SettingStyle {
  const [color, symbol] = [colors[n % colors.length]!, symbols[n % symbols.length]!];
  return { color, symbol, dash: dashes[Math.floor(n / colors.length) % dashes.length]! };
}

/** The rows of each kind of network, in the order in which the table names them. */
export function byNetwork<Row extends NetworkRow>(rows: readonly Row[]): { readonly network: string; readonly style: SettingStyle; readonly rows: Row[] }[] {
  const names = [...new Set(rows.map(({ network }) => network))];
  return names.map((network, n) => ({ network, style: networkStyle(n), rows: rows.filter((row) => row.network === network) }));
}

/** A line and a band for each kind of network (see {@link bandSeries}); the first panel has the legend. */
export function networkSeries<Row extends NetworkRow>(
  rows: readonly Row[],
  { x, y, suffix, format }: { readonly x: (row: Row) => number; readonly y: (row: Row) => number; readonly suffix: string; readonly format: string },
): Partial<PlotData>[] {
  return byNetwork(rows).flatMap(({ network, style, rows: own }) => {
    const places = [...new Set(own.map(x))].sort((a, b) => a - b);
    return bandSeries({
      name: network,
      style,
      positions: places.map((place) => ({ x: place, values: own.filter((row) => x(row) === place).map(y) })),
      axes: { xaxis: `x${suffix}`, yaxis: `y${suffix}` },
      showlegend: suffix === '',
      format,
    });
  });
}

/** Rows of a legend of the kinds of network. */
export function networkLegendRows(rows: readonly NetworkRow[]): number {
  return Math.max(1, Math.ceil(byNetwork(rows).length / 4));
}

/** What a figure is of, for its caption: `cifar10, n = 2 seeds`. */
export function networkSample(rows: readonly NetworkRow[]): string {
  if (rows.length === 0) return 'no networks';
  const counts = byNetwork(rows).map(({ rows: own }) => new Set(own.map(({ seed }) => seed)).size);
  return `${onlyTask(rows)}, ${seedCount(Math.min(...counts), Math.max(...counts))}`;
}
