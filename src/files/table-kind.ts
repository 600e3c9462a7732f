import { table as fromColumns, type ColumnTable } from 'arquero';
import type { z } from 'zod';
import { namesInPlace } from '../settings/names-in-place';

/** A kind of table: its columns by name and type. Every row that enters or leaves an arquero table is checked. */
export interface TableKind<Row> {
  readonly name: string;
  readonly columns: readonly string[];
  /**
   * An arquero table of the rows, also of none.
   * @throws Error naming table, row (from 1) and column where a row does not fit.
   */
  table(rows: readonly Row[]): ColumnTable;
  /**
   * The rows of an arquero table in its order; columns that this kind does not know are left out.
   * @throws Error naming the columns that are missing, or table, row (from 1) and column where a value does not fit.
   */
  rows(table: ColumnTable): Row[];
}

/**
 * @param name what errors call the table
 * @param schema one row
 * @param check further conditions on all rows together: what is wrong, or nothing
 */
export function tableKind<Schema extends z.ZodObject>(
  name: string,
  schema: Schema,
  check: (rows: readonly z.infer<Schema>[]) => string | undefined = () => undefined,
): TableKind<z.infer<Schema>> {
  type Row = z.infer<Schema>;
  const columns = Object.keys(schema.shape);

  function checked(rows: readonly unknown[]): Row[] {
    const parsed = rows.map((row, index) => {
      const result = schema.safeParse(row);
      if (result.success) return result.data;
      const [issue] = result.error.issues;
      const place = issue && issue.path.length > 0 ? `, column ${issue.path.join('.')}` : '';
      throw new Error(`The ${name} table does not fit in row ${index + 1}${place}: ${issue?.message ?? 'unknown value'}.`);
    });
    const wrong = check(parsed);
    if (wrong !== undefined) throw new Error(`The ${name} table does not fit: ${wrong}.`);
    return parsed;
  }

  return {
    name,
    columns,
    table(rows) {
      const parsed = checked(rows) as Record<string, unknown>[];
      return fromColumns(Object.fromEntries(columns.map((column) => [column, parsed.map((row) => row[column])])), columns);
    },
    rows(table) {
      const missing = columns.filter((column) => table.columnIndex(column) < 0);
      if (missing.length > 0) throw new Error(`The ${name} table lacks the columns ${namesInPlace(missing, '; it has', table.columnNames())}.`);
      return checked(table.select(columns).objects());
    },
  };
}
