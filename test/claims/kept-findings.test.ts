import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { finding, findingTable } from '../../src/claims/findings/finding';
import { keepFindings, keptFindings } from '../../src/claims/findings/kept-findings';
import { QUESTIONS } from '../../src/claims/findings/questions';
import { openStore } from '../../src/runs/run-store';

test('what was found in published networks is that of the preset, else of the largest one that was run', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  try {
    const store = openStore(folder);
    const interval = { over: 'images', n: 4, resamples: 2, empty: 0, estimate: -1, standardError: 1, lower: -2, upper: 0 } as const;
    const table = findingTable.table([finding({ task: 'cifar10', network: 'ResNet-20', images: 'test' }, interval, QUESTIONS.cosine)]);
    assert.equal(keptFindings('study', store), undefined);
    await keepFindings('study', [table], store);
    assert.equal(keptFindings('paper', store)?.preset, 'study');
    await keepFindings('paper', [table], store);
    assert.deepEqual([keptFindings('paper', store)?.preset, keptFindings('study', store)?.preset], ['paper', 'study']);
    assert.equal(keptFindings('smoke', store), undefined);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
