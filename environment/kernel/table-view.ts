import { inspect } from 'node:util';

/** What is needed of an arquero table. */
export interface Table {
  columnNames(): string[];
  numRows(): number;
  numCols(): number;
  get(name: string, row: number): unknown;
}

/** Rows that are shown of a longer table. */
const ROWS = 30;
/** Significant digits of a number. */
const DIGITS = 6;

export function isTable(value: unknown): value is Table {
  const table = value as Partial<Record<keyof Table, unknown>> | null | undefined;
  return typeof table === 'object' && table !== null && METHODS.every((method) => typeof table[method] === 'function');
}

const METHODS = ['columnNames', 'numRows', 'numCols', 'get'] as const;

/** The first rows as HTML, in which neither a cell nor a column's name is anything but text. */
export function tableToHTML(table: Table): string {
  const columns = formatColumns(table);
  const cell = (tag: 'th' | 'td', { numeric }: Column, text: string) =>
    `<${tag} style="text-align: ${numeric ? 'right' : 'left'}">${escapeHTML(text)}</${tag}>`;
  const head = columns.map((column) => cell('th', column, column.name)).join('');
  const rows = shownRows(table).map((row) => `<tr>${columns.map((column) => cell('td', column, column.cells[row] ?? '')).join('')}</tr>`);
  return `<table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table><small>${size(table)}</small>`;
}

/** The first rows as text in aligned columns. */
export function tableToText(table: Table): string {
  const columns = formatColumns(table).map(({ name, cells, numeric }) => {
    const lines = [name, ...cells].map((text) => text.replace(/\s+/g, ' '));
    const width = Math.max(...lines.map((line) => line.length));
    return lines.map((line) => (numeric ? line.padStart(width) : line.padEnd(width)));
  });
  const lines = [0, ...shownRows(table).map((row) => row + 1)].map((line) => columns.map((column) => column[line]).join('  ').trimEnd());
  return [...lines, size(table)].join('\n');
}

interface Column {
  readonly name: string;
  readonly cells: readonly string[];
  readonly numeric: boolean;
}

function formatColumns(table: Table): Column[] {
  const rows = shownRows(table);
  return table.columnNames().map((name) => {
    const values = rows.map((row) => table.get(name, row));
    const numeric = values.some(isNumber) && values.every((value) => isNumber(value) || value === null || value === undefined);
    return { name, cells: values.map(format), numeric };
  });
}

function shownRows(table: Table): number[] {
  return Array.from({ length: Math.min(table.numRows(), ROWS) }, (_, row) => row);
}

function size(table: Table): string {
  const rows = table.numRows();
  const shown = rows > ROWS ? `first ${ROWS} of ${rows}` : String(rows);
  return `${shown} rows × ${table.numCols()} columns`;
}

function isNumber(value: unknown): value is number | bigint {
  return typeof value === 'number' || typeof value === 'bigint';
}

function format(value: unknown): string {
  if (typeof value === 'number') return String(Number(value.toPrecision(DIGITS)));
  if (typeof value === 'string') return value;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'Invalid Date' : value.toISOString();
  return inspect(value, { breakLength: Infinity, depth: 1, maxArrayLength: 5 });
}

function escapeHTML(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;').replace(/'/g, '&#39;');
}
