import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forNotebooks } from '../set-up/steps.mjs';
import { filesBelow } from '../system/files.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { duration } from '../system/progress.mjs';
import { commitInPlace } from './committed.mjs';
import { execute, notebooks, presets } from './notebooks.mjs';
import { readOptions } from './options.mjs';

const usage = `npm run reproduce -- [--preset ${presets.join('|')}] [--output DIR] [--update]`;

/** @param {string} folder */
function makeWritable(folder) {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
  } catch {
    throw new Problem(`The output folder ${folder} cannot be written: name another one with --output DIR.`);
  }
}

/**
 * `npm run reproduce`: executes every notebook and writes notebooks, figures and tables to one folder.
 * @param {string[]} args
 */
export async function reproduce(args) {
  const { values } = readOptions(args, {
    usage,
    about: 'Executes every notebook, training what is missing, and writes notebooks, figures and tables to one folder.',
    options: {
      preset: { type: 'string', default: 'study', help: 'size of what is trained; study without it' },
      output: { type: 'string', default: join(root, 'output'), help: 'folder for what is written; output/ of the project without it' },
      update: { type: 'boolean', help: 'puts the executed notebooks and their figures in the place of those in notebooks/' },
    },
  });
  const { preset } = values;
  if (!presets.includes(preset)) throw new Problem(`Unknown preset '${preset}': use one of ${presets.join(', ')}. Usage: ${usage}`);
  if (values.update && preset !== 'study') throw new Problem('The committed notebooks are those of the preset study: use --update without --preset.');
  const output = resolve(process.env.INIT_CWD ?? '.', values.output);
  makeWritable(output);
  await setUp(forNotebooks, { requireAll: true });

  const started = Date.now();
  const results = [];
  for (const notebook of notebooks()) results.push({ notebook, ...(await execute(notebook, { preset, output })) });

  const written = filesBelow(output).filter((file) => statSync(file).mtimeMs >= started);
  console.log(`\nWritten to ${relative(process.cwd(), output) || output}:`);
  for (const file of written.sort()) console.log(`  ${relative(output, file)} (${Math.ceil(statSync(file).size / 1000)} kB)`);
  for (const { name, ok, seconds } of results) console.log(`${name}: ${ok ? 'executed' : 'FAILED'} in ${duration(seconds)} at preset ${preset}`);
  if (results.some(({ ok }) => !ok)) return 1;
  if (values.update) {
    for (const { notebook, executed, name } of results) {
      const figures = written.filter((file) => file.endsWith('.svg') && file.startsWith(join(output, name)));
      commitInPlace(notebook, executed, figures);
    }
    console.log('The committed notebooks and their figures are updated.');
  }
  return 0;
}
