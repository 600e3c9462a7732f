import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { test } from 'node:test';

const project = resolve(__dirname, '..');
const read = (path: string): string => readFileSync(join(project, path), 'utf8');
const foldersIn = (path: string): string[] => readdirSync(join(project, path), { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? entry.name : []));
const documents = ['README.md', 'CONTRIBUTING.md', 'data/README.md', 'environment/README.md', 'pretrained/README.md', 'study/README.md', 'study/pandas.md'];

test('the README’s table of folders is the whole map of src', () => {
  const [, table] = /## How it is built\n([^]*?)\n\n[^|\n]/.exec(read('README.md'))!;
  const named = [...table!.matchAll(/`src\/([\w-]+)`/g)].map(([, folder]) => folder);
  assert.deepEqual([...named].sort(), foldersIn('src').sort());
});

for (const document of documents) {
  test(`what ${document} names of the project is there`, () => {
    const text = read(document);
    const paths = [...text.matchAll(/`((?:src|test|notebooks|environment|study|bench|pretrained)\/[\w./-]+)`/g)].map(([, path]) => join(project, path!));
    const links = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, path]) => resolve(project, dirname(document), path!));
    assert.deepEqual([...paths, ...links].filter((path) => !existsSync(path)), []);
  });
}
