import type { ColumnTable } from 'arquero';
import { inTaskOrder } from '../data/task';
import { markdownTable } from '../files/markdown-table';
import { claimNames, evidence } from './evidence';
import { kindOf } from './ledger';
import { effectWithN } from './readable';

/** The commit that fixed networks and rules of the study before its first run. */
export const RULES_COMMIT = '90e9785';

/** Verdicts as Markdown: one row for each claim. @param verdicts on all claims @param table the claim ledger @param preset of the runs behind it */
export function claimsSection(verdicts: ColumnTable, table: ColumnTable, preset: string): string {
  const rows = verdicts.objects() as Record<'claim' | 'statement' | 'verdict' | 'with group norm', string>[];
  const lines = rows.map(({ claim, statement, verdict, 'with group norm': group }) => [`**${claim}**`, statement, verdict, group]);
  const head = ['', 'claim (stated; in our words)', 'verdict', 'the same with group norm'];
  return [...markdownTable(head, lines), '', ...effects(table), '', networksInWords(table, preset), '', RULES].join('\n');
}

/** What decides, group norm left out: a row for each statistic, a column for each task. */
function effects(table: ColumnTable): string[] {
  const rows = evidence.rows(table).filter((row) => row.primary && kindOf(row) === 'batch norm');
  if (rows.length === 0) return [];
  const tasks = inTaskOrder(rows.map(({ task }) => task));
  const asked = new Map(rows.map((row) => [`${row.claim} ${row.statement}`, row]));
  const inOrder = [...asked.values()].sort((a, b) => claimNames.indexOf(a.claim) - claimNames.indexOf(b.claim));
  const lines = inOrder.map(({ claim, statement, statistic }) => {
    const cells = tasks.map((task) => rows.filter((row) => row.claim === claim && row.statement === statement && row.task === task).map(effectWithN).join('; '));
    return [`**${claim}**`, `${statement}: ${statistic.replaceAll('|', '\\|')}`, ...cells];
  });
  const head = ['', 'what decides', ...tasks];
  return ['Effects with two-sided 95 % intervals over seeds, n seeds in parentheses:', '', ...markdownTable(head, lines)];
}

const RULES =
  'One primary comparison a claim and task decides, by a one-sided 95 % bound over seeds; contradictions are held to Holm’s levels over the tasks, and everything else is shown and decides nothing. ' +
  `Networks and rules ([study/README.md](study/README.md)) were fixed in commit ${RULES_COMMIT}, before the study’s first run and after pilots had been seen.`;

/** `From preset study: MNIST …; n = 2 seeds …`. */
function networksInWords(table: ColumnTable, preset: string): string {
  const rows = evidence.rows(table);
  const own = rows.filter(({ over }) => over === 'seeds');
  const published = [...new Set(rows.filter(({ over }) => over === 'images').flatMap(({ runs }) => runs.split(' against ')))];
  const names = new Set(own.flatMap(({ runs }) => runs.split(' ')));
  const seeds = Math.max(0, ...own.map(({ n }) => n));
  const networks = `${names.size} networks at preset \`${preset}\` (up to ${seeds} seeds of each kind, those looked at before their first step included) on ${inTaskOrder(own.map(({ task }) => task)).join(', ')}`;
  const others = published.length === 0 ? '' : `, and published networks (${published.join(', ')}), which decide nothing`;
  return `From ${networks}${others}.`;
}
