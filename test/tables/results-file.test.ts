import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { parquetReadObjects } from 'hyparquet';
import { exportResults, writeResults } from '../../src/experiments/results';
import { checksumPath, decodeResults, readResults, ResultsFileError } from '../../src/tables/results-file';
import { tablesOf } from '../../src/experiments/results';
import type { StoredRun } from '../../src/runs/run-store';
import { madeUpMeasurements, storedRun } from './stored-runs';

const folder = mkdtempSync(join(tmpdir(), 'results-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const { measurements: _, ...unmeasured } = storedRun({ seed: 3 });
const failed: StoredRun = { ...unmeasured, status: 'failed', failure: { kind: 'NonFiniteError', reason: 'the loss is <b>NaN</b>', step: 7, at: '2026-11-22T00:00:00.000Z' } };
const odd = { ...madeUpMeasurements(), train: { images: 40, loss: Number.NaN, accuracy: 0 }, test: { images: 40, loss: -0, accuracy: 0.1 + 0.2 }, effectiveParameters: Number.MIN_VALUE };
const runs = [
  storedRun(),
  storedRun({ seed: 2, variant: 'own γ', measured: odd, records: [{ step: 1, epoch: 1 / 3, trainLoss: Number.POSITIVE_INFINITY, trainAccuracy: 1 / 3, testLoss: Number.NaN, testAccuracy: 0 }] }),
  failed,
];

test('runs come back as they were, to the bit: undefined, absent, infinite and negative zero', async () => {
  const path = join(folder, 'smoke.parquet');
  await writeResults(path, runs);
  const read = await readResults(path);
  assert.deepEqual(read, runs); // deepEqual of node:assert/strict tells −0 from 0
  assert.deepEqual(tablesOf(read).runs.objects(), tablesOf(runs).runs.objects());
});

test('any reader of Parquet finds the main numbers in columns of their own', async () => {
  const bytes = readFileSync(join(folder, 'smoke.parquet'));
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength);
  const rows: Record<string, unknown>[] = await parquetReadObjects({ file });
  assert.deepEqual(rows.map(({ run, variant, seed, lipschitz, testAccuracy, testLoss, effectiveParameters }) => [run, variant, seed, lipschitz, testAccuracy, testLoss, effectiveParameters]), [
    [runs[0]!.hash, 'standard', 1, null, 0.5, 0.7, 900.5],
    [runs[1]!.hash, 'own γ', 2, null, 0.1 + 0.2, -0, Number.MIN_VALUE],
    [failed.hash, 'standard', 3, null, null, null, null],
  ]);
  assert.ok(Number.isNaN(rows[0]!.divergenceIndex));
});

test('no runs are a file too', async () => {
  const path = join(folder, 'none.parquet');
  await writeResults(path, []);
  assert.deepEqual(await readResults(path), []);
});

test('every flipped byte and every truncation of either file is a ResultsFileError', async () => {
  const path = join(folder, 'small.parquet');
  await writeResults(path, [storedRun()]);
  const files = [readFileSync(path), readFileSync(checksumPath(path))] as const;
  let refused = 0;
  const refuse = async (changed: number, bytes: Buffer, what: string): Promise<void> => {
    const [content, checksum] = changed === 0 ? [bytes, files[1]] : [files[0], bytes];
    await assert.rejects(decodeResults(content, checksum, path), ResultsFileError, what);
    refused++;
  };
  for (const [changed, good] of files.entries()) {
    for (let at = 0; at < good.length; at++) {
      const bad = Buffer.from(good);
      bad[at]! ^= 1 << at % 8;
      await refuse(changed, bad, `byte ${at} of file ${changed}`);
      await refuse(changed, good.subarray(0, at), `${at} bytes of file ${changed}`);
    }
  }
  assert.ok(refused > 4000, `${refused} changes`);
  assert.equal((await readResults(path)).length, 1);
});

test('a file that is missing, or whose content another version wrote, says what to do', async () => {
  const path = join(folder, 'missing.parquet');
  await assert.rejects(readResults(path), {
    message: `The results file ${path} cannot be read (there is no such file or folder): put back a good copy of it and of its checksum, or write both again with "npm run collect".`,
  });
  const other = { ...storedRun(), run: { ...storedRun().run, format: 2 } } as unknown as StoredRun;
  await writeResults(path, [other]);
  await assert.rejects(readResults(path), /was written by another version of this program/);
});

test('an ending says in which form runs are written: a table of one row each, or objects; others are refused', async () => {
  const done = runs.filter(({ status }) => status === 'done');
  const [csv, json] = [join(folder, 'runs.csv'), join(folder, 'runs.json')];
  await exportResults(csv, done);
  const [header, ...rows] = readFileSync(csv, 'utf8').trimEnd().split('\n');
  const row = (i: number): Record<string, string> => Object.fromEntries(header!.split(',').map((name, at) => [name, rows[i]!.split(',')[at]!]));
  assert.equal(rows.length, 2);
  assert.deepEqual(['run', 'variant', 'seed', 'testAccuracy', 'unrolling'].map((name) => row(1)[name]), [done[1]!.hash, 'own γ', '2', String(done[1]!.measurements![4]!.columns.accuracy![0]), '']);
  await exportResults(json, done);
  const read = JSON.parse(readFileSync(json, 'utf8')) as StoredRun[];
  assert.deepEqual(read.map(({ hash, run }) => [hash, run.training.seed]), done.map(({ hash, run }) => [hash, run.training.seed]));
  assert.equal(read[1]!.records[0]!.trainLoss, null);
  await assert.rejects(exportResults(join(folder, 'runs.xlsx'), done), /runs\.xlsx has no ending that says how to write it: use \.parquet, \.csv or \.json\.$/);
});
