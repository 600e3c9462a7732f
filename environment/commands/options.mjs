import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Problem } from '../system/problem.mjs';

/**
 * Reads a command's options; whatever it does not know is refused.
 * @template {Record<string, { type: 'string', default?: string } | { type: 'boolean' }>} Options
 * @param {string[]} args
 * @param {object} command
 * @param {string} command.usage as it is typed
 * @param {Options} command.options
 * @param {readonly string[]} [command.names] arguments without dashes that may be given
 */
export function readOptions(args, { usage, options, names = [] }) {
  for (const name of Object.keys(options)) {
    // `npm run x --name` without the two dashes before: npm keeps the option for itself, and the command would ignore it.
    if (process.env[`npm_config_${name.replaceAll('-', '_')}`] !== undefined) {
      throw new Problem(`npm took the option --${name} for itself: put two dashes before the options, as in: ${usage}`);
    }
  }
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true });
    const unknown = positionals.find((name) => !names.includes(name));
    if (unknown !== undefined) throw new Problem(`Unknown argument '${unknown}'. Usage: ${usage}`);
    return { values, positionals };
  } catch (error) {
    if (error instanceof Problem) throw error;
    const [sentence = ''] = String(error instanceof Error ? error.message : error).split(/\. |\n/);
    throw new Problem(`${sentence.replace(/\.$/, '')}. Usage: ${usage}`);
  }
}

/** @param {string} path as the user gave it, relative to where the command was typed */
export const asTyped = (path) => resolve(process.env.INIT_CWD ?? '.', path);

/**
 * A file that the option --out names, found out to be writable before any work.
 * @param {string} path as the user gave it
 * @param {string} example such as FILE.json
 * @returns {string}
 */
export function writableFile(path, example) {
  const out = asTyped(path);
  try {
    accessSync(dirname(out), constants.W_OK);
    if (!statSync(out, { throwIfNoEntry: false })?.isDirectory()) return out;
  } catch {
    // Said below.
  }
  throw new Problem(`The file ${out} cannot be written: name one in a folder that exists with --out ${example}.`);
}
