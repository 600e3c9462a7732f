import { existsSync, readFileSync } from 'node:fs';
import { basename, extname, join, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { excerpt } from '../kernel/excerpt';

interface Place {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

const ROOT = resolve(__dirname, '..', '..');
/** Where no reader writes scripts. */
const INSIDE = ['src', 'environment', 'node_modules'].map((folder) => join(ROOT, folder) + sep);

/** `at mine (/home/me/my.mts:6:15)`; the file may be a URL. */
const FRAME = /^ +at (?:.* \()?((?:file:\/\/)?\/.*):(\d+):(\d+)\)?$/;
/** What esbuild says of code that is no TypeScript, and calls `my.ts` what is `my.mts`. */
const NO_CODE = /^(\/.*):(\d+):(\d+): ERROR: (.*)$/m;
/** What Node says of an import that leads nowhere, */
const NO_MODULE = /^((?:Cannot find (?:module|package)|Directory import) '(.*)'.*?)(?: resolving ES modules)? imported from (.*)((?:\n.*)*)$/;
/** and of one by a name that is not exported; before the stack it has the importing line. */
const NO_EXPORT = /^(file:\/\/\/.*|\/.*):(\d+)\n/;

const pathOf = (file: string): string => (file.startsWith('file:') ? fileURLToPath(file) : file);

/** The place of a frame in code that is the reader's: neither Node's nor a package's nor the project's. */
function placeOf(frame: string): Place | undefined {
  const [, at, line, column] = FRAME.exec(frame) ?? [];
  if (at === undefined) return undefined;
  const file = pathOf(at);
  return file.includes(`${sep}node_modules${sep}`) || INSIDE.some((folder) => file.startsWith(folder)) ? undefined : { file, line: Number(line), column: Number(column) };
}

function linesOf({ file, line, column }: Place): string[] {
  if (!existsSync(file)) return [];
  return [`${file}, line ${line}:`, ...excerpt(readFileSync(file, 'utf8'), { line, column }), ''];
}

/** The line of a file that imports something, found by the end of its name. */
function importOf(name: string, file: string): Place {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const end = basename(name, extname(name));
  const at = Math.max(0, lines.findIndex((text) => /\b(?:from|import|require)\b/.test(text) && text.includes(end)));
  return { file, line: at + 1, column: Math.max(1, (lines[at] ?? '').lastIndexOf(end) + 1) };
}

/** Leaves of the stacks of an error, and of what caused it, the frames of the reader's code, where there are any. */
function shortenStack(error: Error): Place | undefined {
  const [, ...frames] = String(error.stack).split('\n    at ').map((frame, i) => (i === 0 ? frame : `    at ${frame}`));
  const own = frames.flatMap((frame) => (placeOf(frame) ? [frame] : []));
  if (own.length > 0) error.stack = [String(error), ...own].join('\n');
  if (error.cause instanceof Error) shortenStack(error.cause);
  return own[0] === undefined ? undefined : placeOf(own[0]);
}

/** An error that ended a script: the script's line, what is wrong, and the way there through the reader's own code. */
export function tellError(error: unknown): string {
  if (!(error instanceof Error)) return `thrown: ${typeof error === 'string' ? error : inspect(error)}`;
  const { message, stack = '' } = error;
  const [, is, line, column, wrong] = NO_CODE.exec(message) ?? [];
  if (is !== undefined) {
    const file = existsSync(is) ? is : is.replace(/\.ts$/, '.mts');
    return [...linesOf({ file, line: Number(line), column: Number(column) + 1 }), `SyntaxError: ${wrong}`].join('\n');
  }
  const [, sentence, name, from, advice] = NO_MODULE.exec(message) ?? [];
  if (sentence !== undefined) return [...linesOf(importOf(name!, pathOf(from!))), `${sentence}.${advice}`].join('\n');
  const [, importing, at] = error instanceof SyntaxError ? (NO_EXPORT.exec(stack) ?? []) : [];
  if (importing !== undefined) return [...linesOf({ file: pathOf(importing), line: Number(at), column: 1 }), String(error)].join('\n');
  const place = shortenStack(error);
  return [...(place ? linesOf(place) : []), inspect(error)].join('\n');
}
