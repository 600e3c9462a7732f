import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { test } from 'node:test';

const SRC = resolve(__dirname, '..', 'src');

/** The folders of src, from the ground up: a file imports of its own floor's folder and of those below. Those of one floor do not know each other. */
const FLOORS = [
  ['settings'],
  ['engine', 'files'],
  ['data', 'graph', 'objectives'],
  ['networks', 'statistics'],
  ['inference', 'training', 'weights'],
  ['measuring'],
  ['runs'],
  ['tables'],
  ['claims'],
  ['figures'],
  ['ideas'],
  ['experiments'],
  ['notebook'],
  ['commands', 'face'],
  ['index.ts'],
] as const;
const floorOf = (folder: string): number => FLOORS.findIndex((folders) => (folders as readonly string[]).includes(folder));

const filesBelow = (folder: string): string[] =>
  readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : name.endsWith('.ts') ? [path] : [];
  });

const folderOf = (path: string): string => relative(SRC, path).split(sep)[0]!.replace(/^index$/, 'index.ts');

/** Imports and re-exports of a file from other folders of src, types too. */
function importsOf(path: string): string[] {
  const found = [...readFileSync(path, 'utf8').matchAll(/(?:\bfrom|\bimport\(|\brequire\() ?'(\.[^']*)'/g)].map(([, to]) => folderOf(resolve(dirname(path), to!)));
  return [...new Set(found)].filter((folder) => folder !== folderOf(path));
}

test('every folder of src has its floor', () => {
  const known = FLOORS.flat() as readonly string[];
  assert.deepEqual(readdirSync(SRC).sort(), [...known].sort());
});

test('files import downwards only: machinery knows no idea, no figure knows a notebook, and nothing inside knows the face', () => {
  const wrong = filesBelow(SRC).flatMap((path) => importsOf(path).filter((folder) => floorOf(folder) >= floorOf(folderOf(path))).map((folder) => `${relative(SRC, path)} imports ${folder}`));
  assert.deepEqual(wrong, []);
});
