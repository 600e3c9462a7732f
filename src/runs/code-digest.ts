import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';

const SRC = resolve(__dirname, '..');
/** What trains a run, and what is measured of it. */
const ENTRIES = ['runs/train-run.ts', 'ideas/protocols.ts'];

/** Imports and exports of types alone, which compute nothing. */
const OF_TYPES = /^(?:import|export) type [^;]*;$/gm;
const IMPORTED = /(?:\bfrom|\bimport|\bimport\(|\brequire\() ?'(\.[^']*)'/g;

/**
 * SHA-256 over the files of src that a run's numbers depend on: what trains and measures it, and all that this imports. Figures, tables, claims
 * and notebook helpers are none of them, so that a change of these makes no stored run look old.
 * @param folder where src lies
 * @throws Error when a file imports one that is not there
 */
export function codeDigest(folder: string = SRC): string {
  const hash = createHash('sha256');
  for (const path of codeFiles(folder)) hash.update(`${path}\n`).update(readFileSync(join(folder, path)));
  return hash.digest('hex');
}

/** The files that {@link codeDigest} is over, below src, in the order of their names. */
export function codeFiles(folder: string = SRC): readonly string[] {
  const found = new Set(ENTRIES.map((entry) => join(folder, entry)));
  for (const file of found) importedBy(file).forEach((other) => found.add(other));
  return [...found].map((file) => relative(folder, file).split(sep).join('/')).sort();
}

function importedBy(file: string): string[] {
  const source = readFileSync(file, 'utf8').replace(OF_TYPES, '');
  return [...source.matchAll(IMPORTED)].map(([, path]) => {
    const base = resolve(dirname(file), path!);
    const is = [`${base}.ts`, join(base, 'index.ts')].find(existsSync);
    if (is === undefined) throw new Error(`${file} imports ${path}, which is not there.`);
    return is;
  });
}
