import { mkdir, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { systemReason } from '../files/system-error';
import { writeWhole } from '../files/write-whole';
import type { RunStore } from './run-store';
import { StoreError } from './store-error';

/** Makes sure that a store can be written to, before hours are spent on its runs: makes its folder and writes to it. @throws StoreError */
export async function prepareStore({ folder }: RunStore): Promise<void> {
  const probe = join(folder, `.can-be-written-${process.pid}`);
  try {
    await makeFolder(folder);
    await writeWhole(probe, '');
    await rm(probe);
  } catch (error) {
    throw new StoreError(folder, `cannot be written to (${systemReason(error)})`, 'name another folder for the runs with RUNS_DIR', { cause: error });
  }
}

/** As `mkdir` with `recursive`, which says ENOENT on a disk that is full or can only be read. */
async function makeFolder(folder: string): Promise<void> {
  const isThere = async (): Promise<boolean> => (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
  if (await isThere()) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder));
  await mkdir(folder).catch(async (error: unknown) => {
    if (!(await isThere())) throw error;
  });
}
