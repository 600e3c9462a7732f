import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { evidence, type EvidenceRow } from '../../../src/claims/evidence';
import { keepPublished, keptPublished } from '../../../src/experiments/published/evidence';
import { writeSealed } from '../../../src/runs/sealed-json';
import { scratchFolder } from '../../data/scratch';
import { emptyStore } from '../../runs/tiny-run';
import { publishedRow } from '../../tables/published-row';

const rows = (n: number, change: Partial<EvidenceRow> = {}): EvidenceRow[] => [{ ...publishedRow, n, ...change }];

test('what published networks say is that which was measured here at the preset, else that of the record; a small size stands for itself only', async (context) => {
  const store = emptyStore();
  const record = join(await scratchFolder(context), 'published.json');
  assert.equal(keptPublished('study', store, record), undefined);
  await keepPublished('smoke', [evidence.table(rows(40))], store);
  assert.equal(keptPublished('study', store, record), undefined);
  const section = { tables: {}, evidence: [...rows(10_000), ...rows(10_000, { effect: Number.NaN, lower: null, upper: null })], environment: start };
  await writeSealed(record, { experiment: {}, sections: { drops: section } });
  const found = ['smoke', 'study', 'paper'].map((preset) => keptPublished(preset, store, record));
  assert.deepEqual(found.map((each) => [each?.preset, each?.evidence.numRows()]), [['smoke', 1], ['study', 2], ['study', 2]]);
  await keepPublished('paper', [evidence.table(rows(2000))], store);
  assert.equal(keptPublished('paper', store, record)?.preset, 'paper');
});

const start = {
  at: '2026-11-28T00:00:00.000Z', fromStep: 0, toStep: 0, seconds: 1, engine: 'TensorFlow', device: 'CPU', threads: 2, oneDNN: true, tfjs: '4', node: 'v20', cpu: 'a processor', commit: null, code: '0',
  data: { source: 'nowhere', sha256: {} },
};
