import { readFile } from 'node:fs/promises';
import { DataError, errorCode } from '../data-error';

/**
 * Which output of a network a folder's name stands for: a line an output, in order, that begins with the folder's name; what follows
 * behind a space, tab or comma is for readers. Lists of all classes serve for folders with some of them.
 * @throws DataError when the list cannot be read, is empty or says a name twice
 */
export async function readClassList(path: string): Promise<readonly string[]> {
  const origin = { path, remedy: 'give a list with a line for every output of the network that begins with its folder’s name' };
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    const code = errorCode(error);
    throw new DataError(origin, code === 'ENOENT' ? 'is missing' : `cannot be read (${code ?? String(error)})`, { cause: error });
  });
  const names = text.trimEnd().split(/\r?\n/).map((line) => line.trim().split(/[\s,]/)[0]!);
  if (names.includes('')) throw new DataError(origin, text.trim() === '' ? 'is empty' : `has no name in line ${names.indexOf('') + 1}`);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw new DataError(origin, `says ${twice} twice`);
  return names;
}
