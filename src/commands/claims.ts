/** `npm run claims`: the claim ledger from the runs of a preset, in short; with --readme into the README. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withMarkedSection } from '../files/marked-section';
import { writeWhole } from '../files/write-whole';
import { show } from '../notebook/show';
import { claimNames } from '../claims/evidence';
import { keptPublished } from '../experiments/published/evidence';
import { claimVerdicts, ledger, readmeSection } from '../ideas/claims';
import { tablesOf } from '../experiments/results';
import { loadRuns } from '../experiments/load-runs';
import { runCommand } from './options';

const README = resolve(__dirname, '..', '..', 'README.md');
const marks = { begin: '<!-- claims: written by npm run claims -- --readme -->', end: '<!-- end of claims -->', file: 'README.md' };

runCommand(async () => {
  const { values } = parseArgs({ options: { preset: { type: 'string', default: 'study' }, readme: { type: 'boolean', default: false } } });
  const { preset, readme } = values;
  const table = ledger(tablesOf(await loadRuns(preset)), keptPublished(preset));
  await show(claimVerdicts(table, claimNames));
  if (!readme) return 0;
  await writeWhole(README, withMarkedSection(readFileSync(README, 'utf8'), marks, readmeSection(table, preset)));
  console.log(`Written to ${README}.`);
  return 0;
});
