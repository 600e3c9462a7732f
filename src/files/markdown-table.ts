type Cells = readonly (string | number)[];

/** The lines of a table in Markdown. A cell that holds `|` has to hold it as `\|`. */
export function markdownTable(head: Cells, rows: readonly Cells[]): string[] {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
}
