/** `npm run claims`: the claim ledger from the runs of a preset, in short; with --readme into the README. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { withMarkedSection } from '../files/marked-section';
import { writeWhole } from '../files/write-whole';
import { show } from '../notebook/show';
import { claimVerdicts } from '../claims/overall';
import { claimNames } from '../claims/evidence';
import { ledger } from '../claims/ledger';
import { claimsSection } from '../claims/readme-section';
import { keptFindings } from '../claims/findings/kept-findings';
import { tablesOf } from '../experiments/results';
import { loadRuns } from '../experiments/load-runs';
import { runCommand } from './options';

const README = resolve(__dirname, '..', '..', 'README.md');
const marks = { begin: '<!-- claims: written by npm run claims -- --readme -->', end: '<!-- end of claims -->', file: 'README.md' };

runCommand(async () => {
  const { values } = parseArgs({ options: { preset: { type: 'string', default: 'study' }, readme: { type: 'boolean', default: false } } });
  const { preset, readme } = values;
  const table = ledger(tablesOf(await loadRuns(preset)), keptFindings(preset));
  await show(claimVerdicts(table, claimNames));
  if (!readme) return 0;
  await writeWhole(README, withMarkedSection(readFileSync(README, 'utf8'), marks, claimsSection(table, preset)));
  console.log(`Written to ${README}.`);
  return 0;
});
