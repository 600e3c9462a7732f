import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { availableParallelism, freemem, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { commitInPlace, figuresIn } from '../../environment/commands/committed.mjs';
import { ProjectCopy } from './project-copy';

it('an executed notebook is committed with its figures, without its injected cell and its times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
  try {
    const executed = join(folder, 'executed.ipynb');
    const cell = { cell_type: 'code', metadata: { tags: ['parameters'] }, outputs: [], source: "const preset = 'study';" };
    const notebook = {
      cells: [
        { ...cell, metadata: { ...cell.metadata, execution: { 'iopub.status.busy': '2026-01-01T00:00:00Z' } } },
        { ...cell, metadata: { tags: ['injected-parameters'] } },
      ],
      metadata: { kernelspec: { name: 'iterative-resnets' } },
      nbformat: 4,
    };
    writeFileSync(executed, JSON.stringify(notebook));
    const figure = join(folder, 'figure.svg');
    writeFileSync(figure, '<svg/>');
    const place = join(folder, 'notebooks', 'mnist.ipynb');
    const old = join(folder, 'notebooks', 'figures', 'mnist', 'old.svg');
    mkdirSync(dirname(old), { recursive: true });
    writeFileSync(old, '<svg/>');

    commitInPlace(place, executed, [figure]);
    assert.deepEqual(readdirSync(dirname(old)), ['figure.svg']);
    assert.equal(readFileSync(place, 'utf8'), `${JSON.stringify({ ...notebook, cells: [cell] }, null, 1)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('figures of cifar-100 are none of cifar-10', () => {
  const files = ['cifar-10/test-error.svg', 'cifar-10/test-error.plotly.json', 'cifar-100/test-error.svg', 'cifar-10.ipynb'].map((file) => join('output', file));
  assert.deepEqual(figuresIn(join('output', 'cifar-10'), files), [join('output', 'cifar-10', 'test-error.svg')]);
});

it('notebooks that are executed two at once say whose line is whose, and their results stand in the order that was asked for', { skip: (availableParallelism() < 2 || freemem() < 5e9) && 'no room for two at once' }, () => {
  const copy = new ProjectCopy();
  try {
    // Stands in for Python: the first notebook ends only after the second, which fails.
    const python = copy.path('.environment', 'python', 'bin', 'python');
    mkdirSync(dirname(python), { recursive: true });
    writeFileSync(python, `#!/bin/sh
case "$2" in
  *slow*) while [ ! -e '${copy.path('quick-ended')}' ]; do sleep 0.02; done; sleep 0.5; echo saved ;;
  *) echo failed >&2; touch '${copy.path('quick-ended')}'; exit 1 ;;
esac
`);
    chmodSync(python, 0o755);
    copy.write('both.mjs', `import { executeAll } from './environment/commands/notebooks.mjs';
      const results = await executeAll(['slow.ipynb', 'quick.ipynb'], { preset: undefined, output: 'output' });
      console.log(JSON.stringify(results.map(({ name, ok }) => [name, ok])));`);
    const { status, stdout, stderr } = copy.run('both.mjs');
    assert.deepEqual([status, stdout, stderr], [0, 'slow: saved\n[["slow",true],["quick",false]]\n', 'quick: failed\n']);
  } finally {
    copy.remove();
  }
});
