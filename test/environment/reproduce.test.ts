import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { it } from 'node:test';
import { commitInPlace, figuresIn } from '../../environment/commands/committed.mjs';

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
