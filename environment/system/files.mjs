import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

/**
 * All files at or below a path, folders of caches left out.
 * @param {string} path file or folder; one that does not exist has no files
 * @returns {string[]} absolute if `path` is
 */
export function filesBelow(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  /** @type {string[]} */
  const files = [];
  const folders = [path];
  for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      const child = join(folder, entry.name);
      if (!entry.isDirectory()) files.push(child);
      else if (entry.name !== '__pycache__' && entry.name !== '.cache') folders.push(child);
    }
  }
  return files;
}

/**
 * SHA-256 of the names and contents of files, folders with all that is below them.
 * @param {readonly string[]} paths
 * @param {string} base folder that the names are relative to
 * @returns {string} hexadecimal
 */
export function contentsOf(paths, base) {
  const hash = createHash('sha256');
  for (const file of paths.flatMap(filesBelow).sort()) hash.update(`${relative(base, file)}\0`).update(readFileSync(file)).update('\0');
  return hash.digest('hex');
}

/**
 * What a JSON text holds, to be given its type by the caller.
 * @param {string} text
 * @returns {unknown}
 */
export const parseJson = (text) => JSON.parse(text);

/**
 * Content of a JSON file, to be given its type by the caller.
 * @param {string} path
 */
export const readJson = (path) => parseJson(readFileSync(path, 'utf8'));

/**
 * Bytes in all files at or below a path that is being written meanwhile.
 * @param {string} path
 */
export function bytesBelow(path) {
  try {
    return filesBelow(path).reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  } catch {
    return 0; // a folder went away between being listed and being read
  }
}

/**
 * Writes a file so that it is either there whole or not at all, whatever happens meanwhile.
 * @param {string} path
 * @param {string} text
 */
export function writeWhole(path, text) {
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, text);
  renameSync(partial, path);
}
