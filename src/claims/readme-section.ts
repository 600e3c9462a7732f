import type { ColumnTable } from 'arquero';
import { claimVerdicts } from './claims';
import { claimNames, evidence } from './evidence';

/** The verdicts of a claim ledger as Markdown: one row for each claim. @param preset of the runs behind it */
export function claimsSection(table: ColumnTable, preset: string): string {
  const rows = claimVerdicts(table, claimNames).objects() as Record<'claim' | 'statement' | 'reproduced' | 'not reproduced' | 'not decided' | 'verdict', string | number>[];
  const lines = rows.map(({ claim, statement, reproduced, 'not reproduced': not, 'not decided': open, verdict }) => [`**${claim}**`, statement, `${reproduced} / ${not} / ${open}`, verdict]);
  const head = ['', 'claim (stated; in our words)', 'comparisons for / against / open', 'verdict'];
  return [...[head, head.map(() => '---'), ...lines].map((cells) => `| ${cells.map(String).join(' | ')} |`), '', networksInWords(table, preset)].join('\n');
}

/** `From preset quick: MNIST …; n = 2 seeds …`. */
function networksInWords(table: ColumnTable, preset: string): string {
  const rows = evidence.rows(table);
  const own = rows.filter(({ over }) => over === 'seeds');
  const published = [...new Set(rows.filter(({ over }) => over === 'images').flatMap(({ runs }) => runs.split(' against ')))];
  const names = new Set(own.flatMap(({ runs }) => runs.split(' ')));
  const seeds = Math.max(0, ...own.map(({ n }) => n));
  const trained = `${names.size} networks trained at preset \`${preset}\` (up to ${seeds} seeds of each kind) on ${[...new Set(own.map(({ task }) => task))].join(', ')}`;
  const others = published.length === 0 ? '' : `, and published networks (${published.join(', ')})`;
  return `From ${trained}${others}. A claim is reproduced when every comparison speaks for it, and not reproduced as soon as one speaks against it.`;
}
