import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { PARTS } from './parts/all';
import type { Part } from './results';

export interface Options {
  readonly parts: readonly Part[];
  readonly rounds: number;
  /** of every contender */
  readonly threads: number;
  /** whether tf.function, and PyTorch's other memory format and compiler take part */
  readonly all: boolean;
  /** file for the results */
  readonly json: string | undefined;
  /** whether nothing is measured, but the README gets what the kept results say */
  readonly readme: boolean;
}

export const USAGE = `npm run bench -- [--json FILE] [--rounds N] [--threads N] [--only NAME,…] [--all] | --readme, NAME one of ${PARTS.map(({ name }) => name).join(', ')}`;

/**
 * Reads the command line.
 * @throws Error that says which option is wrong and how the command is used
 */
export function readOptions(args: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'string' },
      rounds: { type: 'string', default: '9' },
      threads: { type: 'string', default: String(availableParallelism()) },
      only: { type: 'string' },
      all: { type: 'boolean', default: false },
      readme: { type: 'boolean', default: false },
    },
  });
  const { all, json, readme } = values;
  if (readme && args.length > 1) throw new Error(`--readme measures nothing, so it goes with no other option. Usage: ${USAGE}`);
  return { parts: chosenParts(values.only), rounds: wholeNumber('rounds', values.rounds), threads: wholeNumber('threads', values.threads), all, json, readme };
}

function chosenParts(only: string | undefined): readonly Part[] {
  if (only === undefined) return PARTS;
  const names = only.split(',');
  const unknown = names.find((name) => !PARTS.some((part) => part.name === name));
  if (unknown !== undefined) throw new Error(`--only ${only}: there is no part "${unknown}". Usage: ${USAGE}`);
  return PARTS.filter(({ name }) => names.includes(name));
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option} ${text}: it must be a whole number from 1 on. Usage: ${USAGE}`);
  return Number(text);
}
