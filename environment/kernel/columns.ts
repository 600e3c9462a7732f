import { isTable } from './table-view';

/** What arquero says where a column is not there; `array` and `get` of a table meet `undefined`. */
const NO_COLUMN = /^(?:Invalid column reference|Unrecognized column|Invalid impute column)|undefined \(reading 'at'\)$/;

/** `runs`, `results.runs`, and whatever follows them by dots. */
const PATH = /[\p{ID_Start}$_][\p{ID_Continue}$]*(?:\s*\.\s*[\p{ID_Start}$_][\p{ID_Continue}$]*)*/gu;

/**
 * The columns of the tables that a cell names, where it failed for one that is not there: arquero's message lists none, and shortens the name.
 * @param names the values of the names that cells have declared
 */
export function columnsInPlace({ message }: Error, code: string, names: object): string[] {
  if (!NO_COLUMN.test(message)) return [];
  const found = new Map<string, readonly string[]>();
  for (const [path] of code.matchAll(PATH)) {
    let value: unknown = names;
    const parts = path.split(/\s*\.\s*/);
    for (const [i, part] of parts.entries()) {
      value = Object.prototype.hasOwnProperty.call(value, part) ? (value as Readonly<Record<string, unknown>>)[part] : undefined;
      if (isTable(value)) found.set(parts.slice(0, i + 1).join('.'), value.columnNames());
      if (typeof value !== 'object' || value === null || isTable(value)) break;
    }
  }
  return [...found].map(([name, columns]) => `${name} has the columns ${columns.join(', ')}.`);
}
