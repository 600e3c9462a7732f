import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { evidence, type EvidenceRow } from '../../src/claims/evidence';
import { keepPublished, keptPublished } from '../../src/claims/published-evidence';
import { openStore } from '../../src/runs/run-store';
import { publishedRow } from '../tables/published-row';

const table = (n: number, change: Partial<EvidenceRow> = {}) => evidence.table([{ ...publishedRow, n, ...change }]);

test('what published networks say is that of the preset, else of the most images; a small size stands for itself only', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'published-'));
  try {
    const store = openStore(folder);
    assert.equal(keptPublished('study', store), undefined);
    await keepPublished('smoke', [table(4000)], store);
    assert.equal(keptPublished('study', store), undefined);
    await keepPublished('study', [table(400), table(400, { effect: Number.NaN, lower: null, upper: null })], store);
    assert.deepEqual([keptPublished('paper', store)?.preset, keptPublished('paper', store)?.evidence.numRows()], ['study', 2]);
    await keepPublished('larger', [table(2000)], store);
    assert.deepEqual([keptPublished('paper', store)?.preset, keptPublished('study', store)?.preset, keptPublished('smoke', store)?.preset], ['larger', 'study', 'smoke']);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
