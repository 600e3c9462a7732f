import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import { anyNumber, readJson, writeJson } from '../../src/files/json-numbers';
import { entriesSchema, entryOf, storedRows } from '../../src/measuring/entry';
import { derived } from '../../src/measuring/kinds';
import type { Measure } from '../../src/measuring/measure';

const row = z.strictObject({ block: z.int().positive(), share: anyNumber });
const shares: Measure<z.output<typeof row>> = { name: 'shares', row, keys: ['block'], over: 'network', start: () => ({ rows: () => [] }) };
const largest = derived(shares, { name: 'largest share', row: z.strictObject({ share: anyNumber }), keys: [] }, (rows) => [{ share: Math.max(...rows.map(({ share }) => share)) }]);
const rows = [{ block: 1, share: Number.NaN }, { block: 2, share: -0 }, { block: 3, share: Infinity }];
const place = { at: 'end', images: 'test', n: 7 } as const;

test('rows keep every bit on their way through a file, and are checked by their measure', () => {
  const entries = entriesSchema.parse(readJson(writeJson([entryOf('shares', place, rows, { draws: 3 })])));
  assert.deepEqual(storedRows(entries, shares), rows);
  assert.deepEqual(storedRows([entryOf('shares', place, rows.slice(1))], largest), [{ share: Infinity }]);
  assert.equal(storedRows(entries, shares, 'training'), undefined);
  const [entry] = entries;
  assert.throws(() => storedRows([{ ...entry!, columns: { ...entry!.columns, block: [1, 0, 3] } }], shares), /"shares" gives block = 0 in row 2, which is not what its row says .*: measure the run again\.$/);
  assert.throws(() => entriesSchema.parse([{ ...entry!, columns: { a: [1], b: [] } }]), /equally long/);
});

test('a measure of no rows is stored and read as one', () => {
  assert.deepEqual(storedRows([entryOf('shares', place, [])], shares), []);
});
