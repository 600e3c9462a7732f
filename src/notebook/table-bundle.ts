import type { ColumnTable } from 'arquero';
import { readableNumber } from '../tables/summarize';
import { escapeHtml } from '../files/escape-html';

/** Rows shown of a long table; its file holds all of them. */
const shownRows = 40;

/** A table's representations by MIME type: HTML with cells and column names escaped, and aligned text. */
export function tableBundle(table: ColumnTable): Record<string, unknown> {
  const names = table.columnNames();
  const rows = (table.objects({ limit: shownRows }) as Record<string, unknown>[]).map((row) => names.map((name) => row[name]));
  const numeric = names.map((_, column) => rows.every((row) => row[column] === null || typeof row[column] === 'number'));
  const cells = rows.map((row) => row.map(cellText));
  const left = table.numRows() - rows.length;
  const rest = left > 0 ? `… and ${readableNumber(left, 0)} more rows` : '';

  const alignment = numeric.map((isNumeric) => ` style="text-align: ${isNumeric ? 'right' : 'left'}"`);
  const html = [
    '<table>',
    `<thead><tr>${names.map((name, i) => `<th${alignment[i]}>${escapeHtml(name)}</th>`).join('')}</tr></thead>`,
    '<tbody>',
    ...cells.map((row) => `<tr>${row.map((cell, i) => `<td${alignment[i]}>${escapeHtml(cell)}</td>`).join('')}</tr>`),
    '</tbody>',
    '</table>',
    ...(rest ? [`<p>${rest}</p>`] : []),
  ].join('\n');

  const widths = names.map((name, i) => Math.max(name.length, ...cells.map((row) => row[i]!.length)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, i) => (numeric[i] ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)))
      .join('  ')
      .trimEnd();
  const text = [line(names), ...cells.map(line), ...(rest ? [rest] : [])].join('\n');

  return { 'text/html': html, 'text/plain': text };
}

/** Numbers to four significant digits, whole numbers in full; `–` for an absent value. */
function cellText(value: unknown): string {
  if (value === null || value === undefined) return '–';
  if (typeof value !== 'number') return typeof value === 'string' ? value.replace(/\s+/g, ' ') : JSON.stringify(value);
  if (!Number.isFinite(value) || Number.isInteger(value)) return String(value).replace('-', '−');
  return String(Number(value.toPrecision(4))).replaceAll('-', '−');
}
