import type { ColumnTable } from 'arquero';
import { CHOICES, CHOICES_IN_WORDS, sensitivityTable } from '../results/claims/sensitivity';
import type { Figure } from './figure';
import { seedCount } from './sample';
import { effectInWords, verdictMatrix } from './verdict-matrix';

/**
 * Every comparison (rows) under every one of our definitions and choices (columns): effect and verdict, `–` where no networks were
 * trained or measured for it or the choice does not bear on it.
 * @param table a `sensitivity` table, also of several tasks
 */
export function sensitivityMatrix(table: ColumnTable): Figure {
  const rows = sensitivityTable.rows(table);
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
    caption: `Effect and verdict under each; ${counts.length === 0 ? 'no networks' : seedCount(Math.min(...counts), Math.max(...counts))}; –: does not apply, or was not trained or measured`,
    columns: CHOICES,
  });
}
