import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(__dirname, 'fixtures');

/** Where a fixture that fixtures/make_fixtures.py made lies. */
export function fixturePath(name: string): string {
  return join(folder, name);
}

export function fixtureBytes(name: string): Buffer {
  return readFileSync(fixturePath(name));
}

export function fixtureJson(name: string): unknown {
  return JSON.parse(fixtureBytes(name).toString('utf8'));
}

/** What numpy says of the small idx files. */
export const small = fixtureJson('small.json') as {
  readonly images: { readonly dimensions: readonly [number, number, number]; readonly sha256: string; readonly sum: number };
  readonly labels: { readonly dimensions: readonly [number]; readonly sha256: string };
};
