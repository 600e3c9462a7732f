import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { it } from 'node:test';
import { root } from '../../environment/system/paths.mjs';
import { ProjectCopy } from './project-copy';

it('a clone that was moved has its kernel made anew by set-up, and the kernelspec names the new place', () => {
  const copy = new ProjectCopy();
  const moved = `${copy.folder}-moved`;
  try {
    // Without notebooks, so that there are no modules of theirs to compile.
    rmSync(copy.path('notebooks', 'mnist.ipynb'));
    for (const name of [join('environment', 'kernel'), 'tsconfig.json']) cpSync(join(root, name), copy.path(name), { recursive: true });
    symlinkSync(join(root, 'node_modules'), copy.path('node_modules'));
    copy.write('kernel.mjs', `import { kernel } from './environment/set-up/kernel.mjs';
      import { setUp } from './environment/set-up/set-up.mjs';
      await setUp([kernel], { requireAll: true });`);
    const named = (folder: string): string => (JSON.parse(readFileSync(join(folder, '.environment', 'jupyter', 'kernels', 'iterative-resnets', 'kernel.json'), 'utf8')) as { argv: string[] }).argv.find((part) => part.endsWith('main.js')) ?? '';
    const runAt = (folder: string) => spawnSync(process.execPath, [join(folder, 'kernel.mjs')], { encoding: 'utf8', cwd: folder });
    const first = runAt(copy.folder);
    assert.equal(first.status, 0, first.stderr);
    assert.equal(named(copy.folder), copy.path('.environment', 'kernel', 'main.js'));

    renameSync(copy.folder, moved);
    assert.equal(named(moved), copy.path('.environment', 'kernel', 'main.js'));
    const again = runAt(moved);
    assert.equal(again.status, 0, again.stderr);
    assert.equal(named(moved), join(moved, '.environment', 'kernel', 'main.js'));
    assert.equal(runAt(moved).stdout, '');
  } finally {
    copy.remove();
    rmSync(moved, { recursive: true, force: true });
  }
});
