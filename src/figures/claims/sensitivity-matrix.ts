import type { ColumnTable } from 'arquero';
import { claimNames } from '../../claims/evidence';
import { CHOICES, CHOICES_IN_WORDS, sensitivityTable, type SensitivityRow } from '../../claims/sensitivity';
import { inTaskOrder } from '../../data/task';
import type { Figure } from '../figure';
import { seedCount } from '../sample';
import { effectInWords, verdictCaption, verdictMatrix } from './verdict-matrix';

/**
 * Every comparison (rows) under every one of our definitions and choices (columns): effect and verdict, `–` where no networks were
 * trained or measured for it or the choice does not bear on it. Comparisons that can be made under one of them only are left out.
 * @param table a `sensitivity` table, also of several tasks
 */
export function sensitivityMatrix(table: ColumnTable): Figure {
  const all = sensitivityTable.rows(table);
  const place = ({ claim, statement, task }: SensitivityRow): string => JSON.stringify([claim, statement, task]);
  const choices = (row: SensitivityRow): number => new Set(all.filter((other) => place(other) === place(row)).map(({ choice }) => choice)).size;
  const statements = [...new Set(all.map(({ statement }) => statement))];
  const tasks = inTaskOrder(all.map(({ task }) => task));
  const order = ({ claim, statement, task }: SensitivityRow): number => 1e6 * claimNames.indexOf(claim) + 1000 * statements.indexOf(statement) + tasks.indexOf(task);
  const rows = all.filter((row) => choices(row) > 1).sort((a, b) => order(a) - order(b));
  const severalTasks = new Set(rows.map(({ task }) => task)).size > 1;
  const counts = rows.map(({ n }) => n);
  const cells = rows.map((row) => ({
    ...row,
    row: `${severalTasks ? `${row.task}, ` : ''}${row.claim}: ${row.statement}`,
    column: row.choice,
    hover: `${CHOICES_IN_WORDS[row.choice]}<br>${effectInWords({ ...row, over: 'seeds' })}`,
  }));
  return verdictMatrix(cells, {
    name: 'sensitivity-matrix',
    title: 'Do the verdicts hang on our definitions and choices?',
    caption: `${verdictCaption}, –: does not apply, or no networks; ${counts.length === 0 ? 'no networks' : seedCount(Math.min(...counts), Math.max(...counts))}`,
    columns: CHOICES,
  });
}
