import { open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

let written = 0;

/**
 * Writes a file, all of it or nothing: to a temporary file beside it, which takes the name when its bytes are on the disk. When this
 * returns, the name is on the disk too: after a crash or a loss of power there is the old file or the new one.
 * @throws the system's error; the old file, if there was one, is as it was
 */
export async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(dirname(path), `.${basename(path)}.${process.pid}-${++written}.part`);
  try {
    await keep(temporary, 'w', (file) => file.writeFile(content));
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    throw error;
  }
  await keep(dirname(path), 'r');
}

/** Removes what writers that were killed have left in a folder. Nobody may be writing there. */
export async function removeParts(folder: string): Promise<void> {
  for (const name of await readdir(folder)) if (PART.test(name)) await rm(join(folder, name));
}

/** Names of temporary files. */
export const PART = /^\..+\.\d+-\d+\.part$/;

/** Has the system put a file, or the names in a folder, on the disk. */
async function keep(path: string, flags: 'r' | 'w', write?: (file: Awaited<ReturnType<typeof open>>) => Promise<void>): Promise<void> {
  const file = await open(path, flags);
  try {
    await write?.(file);
    await file.sync();
  } finally {
    await file.close();
  }
}
