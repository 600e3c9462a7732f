import { list, type ReadEntry } from 'tar';
import { DataError, type FileOrigin } from './data-error';

/** Contents of files of an archive, by their names in it. */
export type ArchiveContents = ReadonlyMap<string, Uint8Array>;

/**
 * Reads files out of a .tar.gz into memory. Nothing is written to the disk, so that no name in the archive can do harm;
 * entries that were not asked for are passed over.
 *
 * @param sizes - the files to read, by their names in the archive; a larger one is refused instead of filling the memory
 * @throws DataError if it is not one whole .tar.gz, or a file is in it twice or too large
 */
export async function readArchive(origin: FileOrigin, sizes: ReadonlyMap<string, number>): Promise<ArchiveContents> {
  const contents = new Map<string, Buffer>();
  let problem: string | undefined;
  const onReadEntry = (entry: ReadEntry): void => {
    const name = entry.path.replace(/^\.\//, '');
    const maximum = sizes.get(name);
    if (maximum === undefined || (entry.type !== 'File' && entry.type !== 'OldFile')) return;
    if (contents.has(name)) problem ??= `holds the file ${name} twice`;
    else if (entry.size > maximum) problem ??= `holds a file ${name} of ${entry.size} bytes instead of ${maximum}`;
    else {
      const content = Buffer.alloc(entry.size);
      contents.set(name, content);
      let received = 0;
      entry.on('data', (chunk) => (received += chunk.copy(content, received)));
    }
  };
  try {
    await list({ file: origin.path, strict: true, onReadEntry });
  } catch (error) {
    throw new DataError(origin, `is not a whole .tar.gz archive (${error instanceof Error ? error.message : String(error)})`, { cause: error });
  }
  if (problem !== undefined) throw new DataError(origin, problem);
  return contents;
}
