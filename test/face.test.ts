import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { test } from 'node:test';
import * as face from '../src';

const src = resolve(__dirname, '..', 'src');
const sources = (readdirSync(src, { recursive: true }) as string[]).filter((path) => path.endsWith('.ts'));
/** `weight-similarity` is `weightSimilarity`. */
const inCamels = (name: string): string => name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
const named: Readonly<Record<string, unknown>> = face;

test('the face is some thirty names: every idea, every concern, and a few functions', () => {
  const ideas = readdirSync(join(src, 'ideas'), { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => inCamels(name));
  const concerns = readdirSync(join(src, 'face')).map((file) => file.replace('.ts', ''));
  const namespaces = [...ideas, ...concerns];
  assert.deepEqual(namespaces.filter((name) => typeof named[name] !== 'object'), []);
  assert.deepEqual(Object.keys(face).filter((name) => !namespaces.includes(name)).sort(), ['checkpoint', 'follow', 'progress', 'runWithProgress', 'show', 'showStatus', 'startEngine']);
  for (const idea of ideas) assert.equal(typeof (named[idea] as { figure?: unknown }).figure, 'function', `${idea} has a figure`);
});

test('a function has one name on the face', () => {
  const places = new Map<unknown, string[]>();
  for (const [space, members] of Object.entries(named)) {
    if (typeof members !== 'object') continue;
    for (const [name, value] of Object.entries(members!)) if (typeof value === 'function' || typeof value === 'object') places.set(value, [...(places.get(value) ?? []), `${space}.${name}`]);
  }
  assert.deepEqual([...places.values()].filter(({ length }) => length > 1), []);
});

test('code inside src imports neither the face nor an idea’s front door', () => {
  const doors = [join(src, 'index'), ...readdirSync(join(src, 'ideas')).map((idea) => join(src, 'ideas', idea))];
  const wrong = sources.filter((path) => path !== 'index.ts').flatMap((path) =>
    [...readFileSync(join(src, path), 'utf8').matchAll(/ from '(\.[^']*)'/g)]
      .map(([, to]) => resolve(join(src, path), '..', to!))
      .filter((to) => doors.includes(to.replace(/\/index$/, '')) || to === src || to === join(src, 'index') || relative(src, to).startsWith('face'))
      .map((to) => `${path}: ${relative(src, to)}`),
  );
  assert.deepEqual(wrong, []);
});
