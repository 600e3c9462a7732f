import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { Help, Problem } from '../system/problem.mjs';

/**
 * An option, as `parseArgs` wants it, and what it is for; --help prints that.
 * @typedef {({ type: 'string', default?: string } | { type: 'boolean' }) & { help: string }} Option
 */

/**
 * What a command says to --help.
 * @param {object} command
 * @param {string} command.usage
 * @param {string} command.about
 * @param {Readonly<Record<string, Option>>} command.options
 */
function helpOf({ usage, about, options }) {
  const names = Object.keys(options);
  const width = Math.max(...names.map((name) => name.length));
  return [`${usage}\n\n${about}`, ...(names.length === 0 ? [] : ['', ...names.map((name) => `  --${name.padEnd(width)}  ${options[name]?.help ?? ''}`)])].join('\n');
}

/**
 * Reads a command's options; whatever it does not know is refused.
 * @template {Record<string, Option>} Options
 * @param {string[]} args
 * @param {object} command
 * @param {string} command.usage as it is typed
 * @param {string} command.about what the command does, in a sentence or two
 * @param {Options} command.options
 * @param {readonly string[]} [command.names] arguments without dashes that may be given
 * @throws {Help} where --help is among the arguments
 */
export function readOptions(args, { usage, about, options, names = [] }) {
  if (args.includes('--help') || args.includes('-h')) throw new Help(helpOf({ usage, about, options }));
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

/**
 * A whole number from 1 on, before any work.
 * @param {string} text as the user gave it
 * @param {string} what it counts, e.g. `images`
 * @param {string} usage
 * @returns {string}
 */
export function countOf(text, what, usage) {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  throw new Problem(`'${text}' is not a number of ${what}: give a whole number from 1 on. Usage: ${usage}`);
}

/**
 * One of the names that there are, if any is given, before any work.
 * @param {string | undefined} name as the user gave it
 * @param {readonly string[]} known
 * @param {string} what it is, e.g. `preset`
 * @param {string} usage
 */
export function checkName(name, known, what, usage) {
  if (name !== undefined && !known.includes(name)) throw new Problem(`Unknown ${what} '${name}': use one of ${known.join(', ')}. Usage: ${usage}`);
}

/** @param {string} path as the user gave it, relative to where the command was typed */
export const asTyped = (path) => resolve(process.env.INIT_CWD ?? '.', path);

/**
 * A file that an option names, found out to be of a kind that is known, and writable, before any work.
 * @param {string} path as the user gave it
 * @param {string} option its name, without dashes
 * @param {readonly string[]} endings that tell in which form it is written, e.g. `.json`
 * @returns {string}
 */
export function writableFile(path, option, endings) {
  const named = `--${option} ${endings.map((ending) => `FILE${ending}`).join(' or ')}`;
  if (!endings.some((ending) => path.endsWith(ending))) throw new Problem(`The file ${path} would be of a kind that is not written here: name one with ${named}.`);
  const out = asTyped(path);
  try {
    accessSync(dirname(out), constants.W_OK);
    if (!statSync(out, { throwIfNoEntry: false })?.isDirectory()) return out;
  } catch {
    // Said below.
  }
  throw new Problem(`The file ${out} cannot be written: name one in a folder that exists with ${named}.`);
}
