import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { root } from '../../environment/system/paths.mjs';

const read = (...names: string[]): string => readFileSync(join(root, ...names), 'utf8');

/** Requirements of a pip file: one a line, continued lines joined, comments left out. */
const requirements = (text: string): string[] =>
  text
    .replace(/\\\n/g, ' ')
    .split('\n')
    .filter((line) => line.trim() !== '' && !line.trim().startsWith('#'));

describe('lock files', () => {
  it('of npm pin every package by checksum and name no registry', () => {
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, { version?: string; integrity?: string; resolved?: string; inBundle?: boolean }> };
    for (const [folder, { version, integrity, resolved, inBundle }] of Object.entries(packages)) {
      assert.equal(resolved, undefined, `${folder} names ${resolved}`);
      if (folder !== '' && !inBundle) assert.ok(version && integrity, `${folder} has no checksum`);
    }
  });

  it('of npm agree with exact versions in package.json', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json')) as Record<'dependencies' | 'devDependencies', Record<string, string>>;
    for (const [name, version] of Object.entries({ ...dependencies, ...devDependencies })) assert.match(version, /^\d+\.\d+\.\d+$/, `${name} is not pinned exactly`);
  });

  for (const file of ['environment/python/requirements.txt', 'environment/tensorflow/cpu.txt', 'environment/tensorflow/cuda.txt']) {
    it(`${file} pins every package by checksum`, () => {
      const lines = requirements(read(file));
      assert.ok(lines.length > 0);
      for (const line of lines) assert.match(line, /^[\w.-]+==[\w.]+ .*--hash=sha256:[0-9a-f]{64}/);
    });
  }

  it('of Python name no host', () => {
    for (const folder of ['python', 'tensorflow']) {
      for (const name of readdirSync(join(root, 'environment', folder)).filter((file) => /\.(in|txt)$/.test(file))) {
        assert.doesNotMatch(read('environment', folder, name), /https?:\/\/|--(extra-)?index-url/, name);
      }
    }
  });
});
