import { MAX_FOREIGN_SHARE } from '../measuring/rounds';

/** The lines of a table whose columns are aligned: the first to the left, the others to the right. */
export function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!))).join('  '));
}

/** Whether a target, an upper bound, is reached. */
export const verdict = (value: number, target: number): string => (value <= target ? 'reached' : 'not reached');

/** Says why nothing is decided where too much else ran on the machine; undefined where enough rounds were clean. */
export function disturbance({ cleanRounds, rounds }: { readonly cleanRounds: number; readonly rounds: number }): string | undefined {
  if (2 * cleanRounds >= rounds) return undefined;
  const share = `${(100 * MAX_FOREIGN_SHARE).toFixed(0)} %`;
  return `not decided, since others used more than ${share} of the machine in ${rounds - cleanRounds} of ${rounds} rounds; run it again when the machine is quiet`;
}
