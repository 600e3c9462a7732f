import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { setUp } from '../set-up/set-up.mjs';
import { forNotebooks } from '../set-up/steps.mjs';
import { filesBelow } from '../system/files.mjs';
import { root } from '../system/paths.mjs';
import { Problem } from '../system/problem.mjs';
import { duration } from '../system/progress.mjs';
import { checkRuns } from './check.mjs';
import { commitInPlace, figuresIn } from './committed.mjs';
import { trainFromScratch } from './experiments.mjs';
import { executeAll, notebooks, presets, runsFolder } from './notebooks.mjs';
import { asTyped, checkName, readOptions } from './options.mjs';

const usage = `npm run reproduce -- [NOTEBOOK …] [--from-scratch] [--preset ${presets.join('|')}] [--output DIR] [--update]`;

/** Networks that are trained again at the end: two of MNIST take two minutes. */
const checked = ['--runs', '2', '--fastest', '--experiment', 'mnist'];

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
 * `npm run reproduce`: executes the notebooks, all or those that are named, on the networks of the record, writes notebooks, figures and tables
 * to one folder, and trains two networks again; or trains the whole study first.
 * @param {string[]} args
 */
export async function reproduce(args) {
  const names = notebooks().map((path) => basename(path, '.ipynb'));
  const { values, positionals } = readOptions(args, {
    usage,
    names,
    about: `Executes the notebooks on the networks whose results are in study/, writes them, their figures and tables to one folder, and trains two networks again, to be compared bit by bit. Notebooks: ${names.join(', ')}; all without a name.`,
    options: {
      'from-scratch': { type: 'boolean', help: 'trains the whole study before, whatever of it is in study/: some nights' },
      preset: { type: 'string', help: 'size of the networks; without it what each notebook names, study where the record has its networks; smoke trains tiny ones' },
      output: { type: 'string', default: join(root, 'output'), help: 'folder for what is written; output/ of the project without it' },
      update: { type: 'boolean', help: 'puts the executed notebooks and their figures in the place of those in notebooks/' },
    },
  });
  const { preset } = values;
  checkName(preset, presets, 'preset', usage);
  if (values.update && preset !== undefined) throw new Problem('The committed notebooks are those of the preset study: use --update without --preset.');
  const output = asTyped(values.output);
  makeWritable(output);
  await setUp(forNotebooks, { requireAll: true });

  const started = Date.now();
  if (values['from-scratch']) {
    const status = await trainFromScratch(preset ?? 'study', runsFolder(output));
    if (status !== 0) return status;
  }
  const chosen = notebooks().filter((path) => positionals.length === 0 || positionals.includes(basename(path, '.ipynb')));
  const results = (await executeAll(chosen, { preset, output })).map((result, i) => ({ ...result, notebook: /** @type {string} */ (chosen[i]) }));

  const written = filesBelow(output).filter((file) => statSync(file).mtimeMs >= started);
  console.log(`\nWritten to ${relative(process.cwd(), output) || output}:`);
  for (const file of written.sort()) console.log(`  ${relative(output, file)} (${Math.ceil(statSync(file).size / 1000)} kB)`);
  for (const { name, ok, seconds } of results) console.log(`${name}: ${ok ? 'executed' : 'FAILED'} in ${duration(seconds)}${preset === undefined ? '' : ` at preset ${preset}`}`);
  if (results.some(({ ok }) => !ok)) return 1;
  if (values.update) {
    for (const { notebook, executed, name } of results) {
      commitInPlace(notebook, executed, figuresIn(join(output, name), written));
    }
    console.log('The committed notebooks and their figures are updated.');
  }
  // Named notebooks are looked at; whole, fresh and of the study's size, the record is put to the test.
  const isWhole = preset === undefined && positionals.length === 0 && !values['from-scratch'];
  return isWhole ? checkRuns(checked) : 0;
}
