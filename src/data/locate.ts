import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ArchiveContents, readArchive } from './archive';
import { DataError, type FileOrigin } from './data-error';
import type { FileContent } from './data-files';
import type { DatasetDefinition, OfficialFile, PythonCopy } from './definition';
import type { Places } from './places';
import { readDataFile } from './read-file';
import { readRecordPicture } from './record-picture';

/** A folder or archive that holds a data set, or a part of it. */
export interface Location {
  /** For people: which of the places it is. */
  readonly source: string;
  /** The folder, or the archive's path. */
  readonly path: string;
  /** @throws DataError if the file is not there or cannot be read */
  readonly contentOf: (file: OfficialFile) => Promise<FileContent>;
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
  const folders = definition.layouts.map((layout) => join(dataFolder, layout));
  for (const locate of [locateFiles, locateArchive]) {
    for (const folder of folders) {
      const found = await locate(definition, folder, remedy);
      if (found !== undefined) return { source: `DATA_DIR (${found.path})`, ...found };
    }
  }
  return undefined;
}

/** Looks for a set among what the repository brings. */
export async function locateInRepository(definition: DatasetDefinition, places: Places): Promise<Location | undefined> {
  if (definition.embedded === undefined) return undefined;
  const name = `data/${definition.embedded}`;
  const found = await locateFiles(definition, join(places.repositoryFolder, definition.embedded), `restore it with "git checkout -- ${name}"`);
  return found && { source: `the repository (${name})`, ...found };
}

/** Looks for a set among the downloads. */
export async function locateDownloads(definition: DatasetDefinition, places: Places): Promise<Location | undefined> {
  const folder = join(places.downloadFolder, definition.name);
  const locate = definition.archives === undefined ? locateFiles : locateArchive;
  const found = await locate(definition, folder, 'delete it, and it will be downloaded again');
  return found && { source: 'the official download', ...found };
}

type Found = Omit<Location, 'source'>;

/** @returns undefined if the folder holds none of the set's files */
async function locateFiles(definition: DatasetDefinition, folder: string, remedy: string): Promise<Found | undefined> {
  const origins = new Map<OfficialFile, FileOrigin>();
  let found = 0;
  for (const file of definition.files) {
    const python = pythonCopy(file, folder);
    const paths = (python ? [python.name] : file.copies).map((copy) => join(folder, copy));
    const present = await firstThatExists(paths);
    if (present !== undefined) found++;
    origins.set(file, { path: present ?? paths[paths.length - 1]!, remedy });
  }
  if (found === 0) return undefined;
  const contentOf = async (file: OfficialFile): Promise<FileContent> => {
    const origin = origins.get(file)!;
    const bytes = await (file.picture === undefined ? readDataFile(origin, file.bytes) : readRecordPicture(origin, file.picture));
    const python = pythonCopy(file, folder);
    return { bytes: python ? fromPython(bytes, python, origin) : bytes, origin };
  };
  return { path: folder, contentOf };
}

/** How a file is called and read where the folder is that of the Python version. */
function pythonCopy({ python }: OfficialFile, folder: string): PythonCopy | undefined {
  return python?.folder === basename(folder) ? python : undefined;
}

function fromPython(bytes: Uint8Array, { contentOf }: PythonCopy, origin: FileOrigin): Uint8Array {
  try {
    return contentOf(bytes);
  } catch (error) {
    throw new DataError(origin, (error as Error).message, { cause: error });
  }
}

/** @returns undefined if none of the official archives is in the folder */
async function locateArchive({ archives = [], files }: DatasetDefinition, folder: string, remedy: string): Promise<Found | undefined> {
  const path = await firstThatExists(archives.map(({ name }) => join(folder, name)));
  const archive = archives.find(({ name }) => path === join(folder, name));
  if (path === undefined || archive === undefined) return undefined;
  const origin = { path, remedy };
  const pythonOf = (file: OfficialFile): PythonCopy | undefined => pythonCopy(file, archive.folder);
  const entryOf = (file: OfficialFile): string => `${archive.folder}/${(pythonOf(file) ?? file).name}`;
  const sizes = new Map(files.map((file) => [entryOf(file), pythonOf(file) ? Math.ceil(PICKLED * file.bytes) : file.bytes]));
  let contents: Promise<ArchiveContents> | undefined;
  const contentOf = async (file: OfficialFile): Promise<FileContent> => {
    contents ??= readArchive(origin, sizes);
    const entry = entryOf(file);
    const bytes = (await contents).get(entry);
    if (bytes === undefined) throw new DataError(origin, `does not hold the file ${entry}`);
    const within = { path: `${path}: ${entry}`, remedy };
    const python = pythonOf(file);
    return { bytes: python ? fromPython(bytes, python, within) : bytes, origin: within };
  };
  return { path, contentOf };
}

/** How much larger than its records a batch of the Python version may be: it also names the pictures that images came from. */
const PICKLED = 1.1;

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
