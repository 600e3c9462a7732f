import type { PlotData } from 'plotly.js';
import { mean } from 'simple-statistics';
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

/** One kind of network in a panel of its own: its line and band (see {@link bandSeries}), before the means of all other kinds in grey. */
export function networkPanel<Row extends NetworkRow>(
  rows: readonly Row[],
  { network, x, y, suffix, format }: { readonly network: string; readonly x: (row: Row) => number; readonly y: (row: Row) => number; readonly suffix: string; readonly format: string },
): Partial<PlotData>[] {
  const positionsOf = (own: readonly Row[]) => [...new Set(own.map(x))].sort((a, b) => a - b).map((place) => ({ x: place, values: own.filter((row) => x(row) === place).map(y) }));
  const [kinds, axes] = [byNetwork(rows), { xaxis: `x${suffix}`, yaxis: `y${suffix}` }];
  const others = kinds.filter((kind) => kind.network !== network).map(({ rows: own }): Partial<PlotData> => {
    const positions = positionsOf(own);
    return { type: 'scatter', mode: 'lines', ...axes, x: positions.map((each) => each.x), y: positions.map(({ values }) => mean(values)), line: { color: '#ccc', width: 1 }, hoverinfo: 'skip', showlegend: false };
  });
  const own = kinds.filter((kind) => kind.network === network);
  return [...others, ...own.flatMap(({ style, rows: ofKind }) => bandSeries({ name: network, style: { ...style, dash: 'solid' }, positions: positionsOf(ofKind), axes, showlegend: false, format }))];
}

/** How many seeds the kind with the most has. */
export const networkSeeds = (rows: readonly NetworkRow[]): number => Math.max(0, ...byNetwork(rows).map(({ rows: own }) => new Set(own.map(({ seed }) => seed)).size));

/** What a figure is of, for its caption: `cifar10, n = 2 seeds`. */
export function networkSample(rows: readonly NetworkRow[]): string {
  if (rows.length === 0) return 'no networks';
  const counts = byNetwork(rows).map(({ rows: own }) => new Set(own.map(({ seed }) => seed)).size);
  return `${onlyTask(rows)}, ${seedCount(Math.min(...counts), Math.max(...counts))}`;
}
