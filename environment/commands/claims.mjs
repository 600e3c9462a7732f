/** The claim ledger as a table. */
import { join } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forEngine } from '../set-up/steps.mjs';
import { attach } from '../system/child.mjs';
import { root } from '../system/paths.mjs';
import { presets } from './notebooks.mjs';
import { checkName, readOptions } from './options.mjs';

/**
 * `npm run claims`: the verdicts on both papers' claims, from the runs of a preset; with --readme into the README.
 * @param {string[]} args
 */
export async function claims(args) {
  const usage = `npm run claims -- [--preset ${presets.join('|')}] [--readme]`;
  const { values } = readOptions(args, {
    usage,
    about: "The verdicts on both papers' claims from the runs of a preset that are done; trains nothing.",
    options: {
      preset: { type: 'string', default: 'study', help: 'whose runs; study without it' },
      readme: { type: 'boolean', help: 'writes them into README.md too' },
    },
  });
  const { preset, readme } = values;
  checkName(preset, presets, 'preset', usage);
  await setUp(forEngine, { requireAll: true, progress: process.stderr });
  const options = ['--preset', preset, ...(readme ? ['--readme'] : [])];
  return attach(process.execPath, ['--import', 'tsx', join(root, 'src', 'commands', 'claims.ts'), ...options]);
}
