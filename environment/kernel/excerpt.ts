import type { Position } from './source-maps';

/**
 * The lines around a position, the line itself marked and `length` characters of it underlined:
 *
 * ```text
 *     1 | const lambda = 1.5;
 *   > 2 | couple(network, lambda);
 *       | ^^^^^^
 * ```
 */
export function excerpt(code: string, start: Position, length = 1): string[] {
  const lines = code.split('\n');
  // The compiler reports a missing bracket beyond the last line.
  const at = Math.min(Math.max(start.line, 1), lines.length);
  const text = lines[at - 1] ?? '';
  const column = start.line > lines.length ? text.length + 1 : Math.min(start.column, text.length + 1);
  const first = Math.max(1, at - 2);
  const width = String(at).length;
  const marked = lines.slice(first - 1, at).map((line, index) => {
    const number = first + index;
    return `${number === at ? '  > ' : '    '}${String(number).padStart(width)} | ${line}`;
  });
  const underline = '^'.repeat(Math.max(1, Math.min(length, text.length - column + 1)));
  const indent = text.slice(0, column - 1).replace(/[^\t]/g, ' ');
  return [...marked, `    ${' '.repeat(width)} | ${indent}${underline}`];
}
