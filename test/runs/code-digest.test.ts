import assert from 'node:assert/strict';
import { appendFileSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, test } from 'node:test';
import { codeDigest, codeFiles } from '../../src/runs/code-digest';

const folder = mkdtempSync(join(tmpdir(), 'src-'));
after(() => rmSync(folder, { recursive: true, force: true }));
cpSync(resolve(__dirname, '..', '..', 'src'), folder, { recursive: true });

function digestAfterChanging(path: string): string {
  appendFileSync(join(folder, path), '\n');
  return codeDigest(folder);
}

test('what does not train or measure a run leaves its code as it is', () => {
  const before = codeDigest(folder);
  assert.equal(before, codeDigest());
  for (const path of ['figures/theme.ts', 'ideas/indices/figure.ts', 'ideas/indices/claim.ts', 'tables/summarize.ts', 'claims/ledger.ts', 'notebook/show.ts', 'experiments/sizes.ts', 'index.ts']) {
    assert.equal(digestAfterChanging(path), before, path);
  }
});

test('what trains or measures a run changes its code', () => {
  let before = codeDigest(folder);
  for (const path of ['training/training-step.ts', 'engine/native-kernels.ts', 'data/augmentation.ts', 'ideas/indices/measure.ts', 'measuring/measure-all.ts', 'ideas/protocols.ts', 'runs/run-session.ts']) {
    const now = digestAfterChanging(path);
    assert.notEqual(now, before, path);
    before = now;
  }
});

test('a run’s code knows no figure, table, claim, notebook or plan', () => {
  assert.deepEqual(codeFiles().filter((path) => /^(figures|tables|claims|notebook|experiments|commands)\/|\/(figure|claim|table)\.ts$/.test(path)), []);
});

test('an import that leads nowhere is said', () => {
  appendFileSync(join(folder, 'runs/run-session.ts'), "import './nowhere';\n");
  assert.throws(() => codeDigest(folder), /run-session\.ts imports \.\/nowhere, which is not there/);
});
