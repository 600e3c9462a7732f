import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { COMPARISONS } from './comparisons/all';
import type { Comparison } from './comparisons/comparison';

export interface Options {
  readonly comparisons: readonly Comparison[];
  readonly rounds: number;
  /** of every contender */
  readonly threads: number;
  /** whether PyTorch's other memory format and compiler take part */
  readonly all: boolean;
  /** file for the results */
  readonly json: string | undefined;
}

export const USAGE = `npm run bench -- [--json FILE] [--rounds N] [--threads N] [--only ${COMPARISONS.map(({ name }) => name).join('|')}] [--all]`;

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
    },
  });
  const comparisons = COMPARISONS.filter(({ name }) => values.only === undefined || name === values.only);
  if (comparisons.length === 0) throw new Error(`--only ${values.only}: there is no such comparison. Usage: ${USAGE}`);
  return {
    comparisons,
    rounds: wholeNumber('rounds', values.rounds),
    threads: wholeNumber('threads', values.threads),
    all: values.all,
    json: values.json,
  };
}

function wholeNumber(option: string, text: string): number {
  if (!/^[1-9]\d*$/.test(text)) throw new Error(`--${option} ${text}: it must be a whole number from 1 on. Usage: ${USAGE}`);
  return Number(text);
}
