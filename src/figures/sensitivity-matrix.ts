import type { ColumnTable } from 'arquero';
import type { Data, Layout } from 'plotly.js';
import { verdicts, type Verdict } from '../results/claims/decide';
import { CHOICES, CHOICES_IN_WORDS, sensitivityTable, type SensitivityRow } from '../results/claims/sensitivity';
import { readableNumber } from '../results/summarize';
import { Figure } from './figure';
import { verdictStyles } from './claim-effects';
import { seedCount } from './sample';
import { shade } from './setting-style';
import { axis, frame } from './theme';

const rowHeight = 24;
const columnWidth = 104;
/** Of a letter of a row's label, about. */
const letterWidth = 6.2;

/** Signs of the verdicts, beside their colors. */
const signs: Readonly<Record<Verdict, string>> = { reproduced: '●', 'not reproduced': '×', 'not decided at this scale': '○' };

/**
 * Every comparison (rows) under every one of our definitions and choices (columns): effect and verdict, `–` where no networks were
 * trained or measured for it or the choice does not bear on it.
 * @param table a `sensitivity` table, also of several tasks
 */
export function sensitivityMatrix(table: ColumnTable): Figure {
  const rows = sensitivityTable.rows(table);
  const severalTasks = new Set(rows.map(({ task }) => task)).size > 1;
  const label = ({ task, claim, statement }: SensitivityRow): string => `${severalTasks ? `${task}, ` : ''}${claim}: ${statement}`;
  const labels = [...new Set(rows.map(label))];
  const labelWidth = Math.max(360, 20 + letterWidth * Math.max(0, ...labels.map(({ length }) => length)));
  const columns = CHOICES.map((choice) => `<b>${choice}</b>`);
  const cells = labels.map((name) => CHOICES.map((choice) => rows.find((row) => row.choice === choice && label(row) === name)));
  const counts = rows.map(({ n }) => n);
  const layout: Partial<Layout> = frame({
    title: 'Do the verdicts hang on our definitions and choices?',
    caption: `Effect and verdict under each; ${counts.length === 0 ? 'no networks' : seedCount(Math.min(...counts), Math.max(...counts))}; –: does not apply, or was not trained or measured`,
    width: labelWidth + columnWidth * CHOICES.length + 16,
    height: rowHeight * labels.length + 170,
  });
  layout.margin = { l: labelWidth, r: 16, t: 100, b: 60 };
  Object.assign(layout, {
    xaxis: axis('', { side: 'top', type: 'category', showgrid: false, zeroline: false, ticks: '', tickfont: { size: 12 }, range: [-0.5, CHOICES.length - 0.5] }),
    yaxis: axis('', { type: 'category', categoryorder: 'array', categoryarray: labels, range: [labels.length - 0.5, -0.5], showgrid: false, zeroline: false, ticks: '', tickfont: { size: 12 } }),
  });
  return new Figure({ name: 'sensitivity-matrix', data: labels.length === 0 ? [] : [matrix(columns, labels, cells), ...legend()], layout });
}

function matrix(columns: readonly string[], labels: readonly string[], cells: readonly (SensitivityRow | undefined)[][]): Data {
  const place = (cell: SensitivityRow | undefined): number => (cell ? 1 + verdicts.indexOf(cell.verdict) : 0);
  const colors = ['#ffffff', ...verdicts.map((verdict) => pale(verdictStyles[verdict].color))];
  return {
    type: 'heatmap',
    x: [...columns],
    y: [...labels],
    z: cells.map((row) => row.map(place)),
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
    hovertext: cells.map((row) => row.map(hoverText)) as unknown as string[],
  };
}

/** `● −0.123`, in percentage points with a sign for them. */
function cellText(cell: SensitivityRow | undefined): string {
  if (!cell) return '–';
  const value = Number.isNaN(cell.effect) ? 'undefined' : readableNumber(cell.effect, cell.unit === '' ? 3 : 2);
  return `${signs[cell.verdict]} ${value}${cell.unit === '' ? '' : ' pp'}`;
}

function hoverText(cell: SensitivityRow | undefined): string {
  if (!cell) return '';
  const { choice, effect, lower, upper, n, verdict } = cell;
  const shown = (value: number): string => readableNumber(value, 3);
  const interval = lower === null || upper === null ? 'no interval' : `[${shown(lower)}, ${shown(upper)}]`;
  return `${CHOICES_IN_WORDS[choice]}<br>${Number.isNaN(effect) ? 'undefined' : shown(effect)} ${interval}, n = ${n} seeds<br>${verdict}`;
}

/** The verdicts and their signs, on points that are nowhere. */
function legend(): Data[] {
  return verdicts.map((verdict) => ({
    type: 'scatter',
    mode: 'markers',
    name: `${signs[verdict]} ${verdict}`,
    x: [null],
    y: [null],
    marker: { color: pale(verdictStyles[verdict].color), symbol: 'square', size: 14 },
    hoverinfo: 'skip',
  }));
}

/** Light enough for dark text on it. */
function pale(color: string): string {
  return shade(shade(color, 0), 0.15);
}
