import { parseArgs } from 'node:util';
import type { Experiment } from '../experiments/experiment';
import { isSystemError, systemReason, systemRemedy } from '../files/system-error';
import { experimentsOf } from '../experiments/experiments';
import { readSweep } from '../experiments/sweep-file';

/** What a command was asked for; checked by environment/commands/experiments.mjs before. */
export interface CommandOptions {
  readonly preset: string;
  readonly experiment?: string;
  /** file, in the place of a preset */
  readonly sweep?: string;
  /** hash of a run */
  readonly run?: string;
  readonly list: boolean;
  readonly follow: boolean;
  /** trains whatever of it the repository holds */
  readonly fromScratch: boolean;
  /** writes the study's record instead of a file */
  readonly record: boolean;
  /** measures published networks for it */
  readonly published: boolean;
  readonly out: string;
}

export function commandOptions(): CommandOptions {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean', default: false } as const;
  const { values } = parseArgs({ options: { preset: { ...text, default: '' }, experiment: text, sweep: text, run: text, list: flag, follow: flag, record: flag, published: flag, 'from-scratch': flag, out: { ...text, default: '' } } });
  return { ...values, fromScratch: values['from-scratch'] };
}

/** The experiments that a command is about. */
export function chosen({ preset, experiment, sweep }: CommandOptions): Experiment[] {
  return sweep === undefined ? experimentsOf(preset, experiment) : [readSweep(sweep)];
}

/** What the user typed to choose them. */
export const asAsked = ({ preset, sweep }: CommandOptions): string => (sweep === undefined ? `--preset ${preset}` : `--sweep ${sweep}`);

/** The project's own errors say all in their sentence; of others the place matters too. */
const EXPLAINED: readonly string[] = ['DataError', 'RangeError', 'StoreError', 'ResultsFileError', 'OutputError', 'WeightsError', 'Error'];

/**
 * Runs a command and leaves its status as that of this process.
 * @param command 1 if it throws
 */
export function runCommand(command: () => Promise<number>): void {
  // A reader that has seen enough, as head has, ends the command.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    process.exit();
  });
  command().then(
    (status) => {
      process.exitCode = status;
    },
    (error: unknown) => {
      console.error(inWords(error));
      process.exitCode = 1;
    },
  );
}

/** What a reader is told of an error: its sentence, or all of it where it says nothing in its own words. */
function inWords(error: unknown): unknown {
  if (isSystemError(error)) return `${error.path ?? 'A file'} could not be read or written (${systemReason(error)}): ${systemRemedy(error)}.`;
  return error instanceof Error && EXPLAINED.includes(error.name) ? error.message : error;
}
