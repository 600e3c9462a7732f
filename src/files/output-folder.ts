import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ColumnTable } from 'arquero';
import { writeWhole } from './write-whole';

/** A result could not be written: one sentence with the file, the reason and what to do. */
export class OutputError extends Error {
  override readonly name = 'OutputError';
}

/** Folder for the files of a headless run; `undefined` in a live session, where nothing is written. */
export function outputFolder(): string | undefined {
  const folder = process.env.OUTPUT_DIR;
  return folder === undefined || folder === '' ? undefined : folder;
}

/**
 * Makes sure that results can be written, before hours are spent on them: makes the folder and writes to it.
 * @throws OutputError
 */
export async function prepareOutputFolder(): Promise<void> {
  const folder = outputFolder();
  if (folder === undefined) return;
  const probe = '.can-be-written';
  await writeOutput(probe, '');
  await rm(join(folder, probe), { force: true });
}

/**
 * Writes a file into the output folder, all of it or nothing; without such a folder does nothing.
 * @param name without folders
 * @throws OutputError
 */
export async function writeOutput(name: string, content: string | Uint8Array): Promise<void> {
  const folder = outputFolder();
  if (folder === undefined) return;
  if (!/^[\w.-]+$/.test(name) || /^\.+$/.test(name)) {
    throw new OutputError(`"${name}" is no name for a file; use letters, digits, hyphens and dots.`);
  }
  const path = join(folder, name);
  try {
    await mkdir(folder, { recursive: true });
    await writeWhole(path, content);
  } catch (error) {
    throw new OutputError(`${path} could not be written: ${reason(error)}`, { cause: error });
  }
}

/**
 * Writes a table as `NAME.csv`: an absent value as an empty field, an undefined one as NaN, text quoted where CSV
 * needs it.
 */
export async function writeTable(name: string, table: ColumnTable): Promise<void> {
  await writeOutput(`${name}.csv`, table.toCSV());
}

/**
 * Runs a writing step; should it fail, says so on the error stream and goes on: what was computed is not lost for
 * want of a file.
 */
export async function warnIfUnwritten(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof OutputError)) throw error;
    console.error(error.message);
  }
}

function reason(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return 'the disk is full; free some space or set OUTPUT_DIR to a folder on another disk.';
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return 'the folder may not be written to; change its permissions or set OUTPUT_DIR to another folder.';
    case 'EEXIST':
    case 'ENOTDIR':
    case 'EISDIR':
      return 'its place is taken by a file or folder of another kind; move that away or set OUTPUT_DIR to another folder.';
    default:
      return `${error instanceof Error ? error.message : String(error)}; set OUTPUT_DIR to a folder that can be written to.`;
  }
}
