import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { it } from 'node:test';
import { asCommitted } from '../../environment/commands/reproduce.mjs';

it('an executed notebook is committed without its injected cell and its times', () => {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
  try {
    const executed = join(folder, 'executed.ipynb');
    const cell = { cell_type: 'code', metadata: { tags: ['parameters'] }, outputs: [], source: "const preset = 'quick';" };
    const notebook = {
      cells: [
        { ...cell, metadata: { ...cell.metadata, execution: { 'iopub.status.busy': '2026-01-01T00:00:00Z' } } },
        { ...cell, metadata: { tags: ['injected-parameters'] } },
      ],
      metadata: { kernelspec: { name: 'iterative-resnets' } },
      nbformat: 4,
    };
    writeFileSync(executed, JSON.stringify(notebook));
    assert.equal(asCommitted(executed), `${JSON.stringify({ ...notebook, cells: [cell] }, null, 1)}\n`);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
