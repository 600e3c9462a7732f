import type { ColumnTable } from 'arquero';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { writeWhole } from './write-whole';

/**
 * Writes a table of texts and numbers in the form that the file's ending asks for, all of it or nothing. `.csv`: an absent value as an empty
 * field, an undefined one as NaN; `.parquet`: numbers as doubles, an absent value as null.
 * @throws RangeError for another ending; the system's error when the file cannot be written
 */
export async function writeTableFile(path: string, table: ColumnTable): Promise<void> {
  if (path.endsWith('.csv')) {
    await writeWhole(path, `${table.toCSV()}\n`);
    return;
  }
  if (!path.endsWith('.parquet')) throw new RangeError(`${path} has no ending that says how to write a table: use .csv or .parquet.`);
  const columnData = table.columnNames().map((name) => {
    const data = (table.array(name) as readonly (string | number | null | undefined)[]).map((value) => value ?? null);
    return { name, data, type: data.some((value) => typeof value === 'string') ? ('STRING' as const) : ('DOUBLE' as const) };
  });
  await writeWhole(path, new Uint8Array(parquetWriteBuffer({ columnData, statistics: false })));
}
