import type { Data, Layout } from 'plotly.js';
import { verdicts, type Verdict } from '../../claims/decide';
import { sampleInWords } from '../../claims/readable';
import { readableNumber } from '../../tables/summarize';
import { verdictStyles } from './claim-effects';
import { Figure } from '../figure';
import { shade } from '../setting-style';
import { axis, frame } from '../theme';
import { widthOfLabels } from '../text-lines';

/** An effect and its verdict, in a row and a column of a {@link verdictMatrix}. */
export interface VerdictCell {
  readonly row: string;
  readonly column: string;
  readonly effect: number;
  readonly unit: '' | 'percentage points';
  readonly verdict: Verdict;
  /** it decides */
  readonly primary: boolean;
  readonly idle?: boolean;
  /** what is shown where the cell is pointed at */
  readonly hover: string;
}

interface MatrixOptions {
  /** of the files */
  readonly name: string;
  readonly title: string;
  readonly caption: string;
  readonly columns: readonly string[];
}

const rowHeight = 24;
const columnWidth = 104;

/** Signs of the verdicts, beside their colors. */
const signs: Readonly<Record<Verdict, string>> = { supported: '● ', contradicted: '× ', undecided: '○ ', 'not competent': '', 'decides nothing': '' };

/** What the signs in the cells are, for captions. */
export const verdictCaption = '●: supported, ×: contradicted, ○: undecided; bold rows decide';

/** Effects and verdicts as a matrix, rows in the order in which the cells name them, those that decide in bold; `–` where there is no cell. */
export function verdictMatrix(cells: readonly VerdictCell[], { name, title, caption, columns }: MatrixOptions): Figure {
  const labels = [...new Set(cells.map(({ row }) => row))];
  const primary = new Set(cells.filter((cell) => cell.primary).map(({ row }) => row));
  const inBold = (label: string): string => (primary.has(label) ? `<b>${label}</b>` : label);
  const labelWidth = widthOfLabels(labels, 300);
  const placed = labels.map((label) => columns.map((column) => cells.find((cell) => cell.row === label && cell.column === column)));
  const layout: Partial<Layout> = frame({
    title,
    caption,
    width: Math.max(700, labelWidth + columnWidth * columns.length + 16),
    height: rowHeight * labels.length + 124,
    margin: { l: labelWidth, t: 104, b: 20 },
  });
  const plain = { type: 'category' as const, showgrid: false, zeroline: false, ticks: '' as const, tickfont: { size: 12 } };
  Object.assign(layout, {
    xaxis: axis('', { ...plain, side: 'top', range: [-0.5, columns.length - 0.5] }),
    yaxis: axis('', { ...plain, categoryorder: 'array', categoryarray: labels.map(inBold), range: [labels.length - 0.5, -0.5] }),
  });
  return new Figure({ name, data: labels.length === 0 ? [] : [matrix(columns, labels.map(inBold), placed)], layout });
}

function matrix(columns: readonly string[], labels: readonly string[], cells: readonly (VerdictCell | undefined)[][]): Data {
  const colors = ['#ffffff', ...verdicts.map((verdict) => pale(verdictStyles[verdict].color))];
  return {
    type: 'heatmap',
    x: columns.map((column) => `<b>${column}</b>`),
    y: [...labels],
    z: cells.map((row) => row.map((cell) => (cell ? 1 + verdicts.indexOf(cell.verdict) : 0))),
    zmin: -0.5,
    zmax: colors.length - 0.5,
    colorscale: colors.flatMap((color, i): [number, string][] => [[i / colors.length, color], [(i + 1) / colors.length, color]]),
    showscale: false,
    xgap: 2,
    ygap: 2,
    text: cells.map((row) => row.map(cellText)) as unknown as string[],
    texttemplate: '%{text}',
    textfont: { size: 12, color: '#222' },
    hoverinfo: 'text',
    hovertext: cells.map((row) => row.map((cell) => (cell ? `${cell.hover}<br>${cell.verdict}` : ''))) as unknown as string[],
  };
}

/** `● −0.123`, with a sign for percentage points, and `idle` where the blocks do next to nothing. */
function cellText(cell: VerdictCell | undefined): string {
  if (!cell) return '–';
  if (cell.verdict === 'not competent') return 'not competent';
  if (Number.isNaN(cell.effect)) return `${signs[cell.verdict]}no value`;
  return `${signs[cell.verdict]}${readableNumber(cell.effect, cell.unit === '' ? 3 : 2)}${cell.unit === '' ? '' : ' pp'}${cell.idle ? ', idle' : ''}`;
}

/** `0.210 [0.110, 0.310], n = 5 seeds`, for the hover text. */
export function effectInWords({ effect, lower, upper, n, over }: { readonly effect: number; readonly lower: number | null; readonly upper: number | null; readonly n: number; readonly over: string }): string {
  const shown = (value: number): string => readableNumber(value, 3);
  const interval = lower === null || upper === null ? 'no interval' : `[${shown(lower)}, ${shown(upper)}]`;
  return `${Number.isNaN(effect) ? 'no value' : shown(effect)} ${interval}, n = ${sampleInWords({ n, over })}`;
}

/** Light enough for dark text on it. */
function pale(color: string): string {
  return shade(shade(color, 0), 0.15);
}
