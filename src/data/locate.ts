import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError, type FileOrigin } from './data-error';
import type { DatasetDefinition } from './definition';
import type { Places } from './places';

/** A folder that holds a data set, or a part of it. */
export interface Location {
  /** For people: which of the places it is. */
  readonly source: string;
  readonly folder: string;
  /** By the official name; of a file that is not there, where it should be. */
  readonly origins: ReadonlyMap<string, FileOrigin>;
}

/**
 * Looks for a set in the user's data folder, which must exist.
 *
 * @returns undefined if there is no data folder, or nothing of the set in it
 * @throws DataError if the data folder does not exist
 */
export async function locateInDataFolder(definition: DatasetDefinition, { dataFolder }: Places): Promise<Location | undefined> {
  if (dataFolder === undefined) return undefined;
  if (!(await isFolder(dataFolder))) {
    throw new DataError({ path: dataFolder, remedy: 'set it to a folder of data sets, or unset it' }, 'does not exist or is not a folder, but DATA_DIR names it');
  }
  const remedy = 'put the official file there, or unset DATA_DIR';
  for (const layout of definition.layouts) {
    const folder = join(dataFolder, layout);
    const origins = await findFiles(definition, folder, remedy);
    if (origins !== undefined) return { source: `DATA_DIR (${folder})`, folder, origins };
  }
  return undefined;
}

/** Looks for a set among what the repository brings. */
export async function locateInRepository(definition: DatasetDefinition, places: Places): Promise<Location | undefined> {
  const folder = join(places.repositoryFolder, definition.name);
  const origins = await findFiles(definition, folder, `restore it with "git checkout -- data/${definition.name}"`);
  return origins && { source: `the repository (data/${definition.name})`, folder, origins };
}

/** Looks for a set among the downloads. */
export async function locateDownloads(definition: DatasetDefinition, places: Places): Promise<Location | undefined> {
  const folder = join(places.downloadFolder, definition.name);
  const origins = await findFiles(definition, folder, 'delete it, and it will be downloaded again');
  return origins && { source: 'the official download', folder, origins };
}

/** @returns undefined if the folder holds none of the set's files */
async function findFiles(definition: DatasetDefinition, folder: string, remedy: string): Promise<ReadonlyMap<string, FileOrigin> | undefined> {
  const origins = new Map<string, FileOrigin>();
  let found = 0;
  for (const { name, copies } of definition.files) {
    const paths = copies.map((copy) => join(folder, copy));
    const present = await firstThatExists(paths);
    if (present !== undefined) found++;
    origins.set(name, { path: present ?? paths[paths.length - 1]!, remedy });
  }
  return found > 0 ? origins : undefined;
}

async function firstThatExists(paths: readonly string[]): Promise<string | undefined> {
  for (const path of paths) {
    if (await stat(path).catch(() => undefined)) return path;
  }
  return undefined;
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}
