import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { checkedInWords, writeCertificate } from '../../src/experiments/certificate';
import { checkRun, drawRuns } from '../../src/experiments/check-runs';
import type { StoredRun } from '../../src/runs/run-store';
import { madeUpMeasurements, storedRun } from '../tables/stored-runs';

const withAccuracy = (seed: number, accuracy: number): StoredRun => storedRun({ seed, measured: { test: { ...madeUpMeasurements().test, accuracy } } });
/** Their test errors have a standard deviation of 0.01. */
const recorded = [0.49, 0.5, 0.51].map((accuracy, i) => withAccuracy(i + 1, accuracy));
const [first] = recorded as [StoredRun];
const elsewhere = (run: StoredRun): StoredRun => ({ ...run, environment: run.environment.map((start) => ({ ...start, cpu: 'another' })) });

test('a run that ends with the same bits has passed, wherever it was trained and however long it took', () => {
  for (const again of [first, elsewhere(first), { ...first, environment: first.environment.map((start) => ({ ...start, seconds: 99, at: 'later' })) }]) {
    const checked = checkRun(first, again, recorded);
    assert.deepEqual([checked.sameBits, checked.passed], [true, true]);
    assert.match(checkedInWords(checked), /^[0-9a-f]{16} mnist, ordinary, seed 1: bit-identical$/);
  }
});

test('other bits on the same kind of processor and library have not', () => {
  const checked = checkRun(first, withAccuracy(1, 0.491), recorded);
  assert.deepEqual([checked.sameProcessorAndLibrary, checked.sameBits, checked.passed], [true, false, false]);
  assert.match(checkedInWords(checked), /DIFFERS, its bits differ on the same kind of processor and library; testError 0\.5100 → 0\.5090 \(0\.10 σ\)/);
});

test('the kind of processor is also how new its instructions may be, AVX2 where a run does not say', () => {
  const by = (instructions: string): StoredRun => ({ ...first, environment: first.environment.map((start) => ({ ...start, oneDNN: true, instructions })) });
  const unsaid = { ...first, environment: first.environment.map((start) => ({ ...start, oneDNN: true })) };
  assert.deepEqual(['AVX2', 'DEFAULT'].map((instructions) => checkRun(unsaid, by(instructions), recorded).sameProcessorAndLibrary), [true, false]);
});

test('elsewhere a number may be off by three standard deviations over seeds, and no more', () => {
  const within = checkRun(first, elsewhere(withAccuracy(1, 0.519)), recorded);
  assert.deepEqual([within.sameProcessorAndLibrary, within.passed], [false, true]);
  assert.ok(Math.abs(within.deviations[0]!.inSpreads! - 2.9) < 1e-9);
  assert.equal(checkRun(first, elsewhere(withAccuracy(1, 0.521)), recorded).passed, false);
  // Of a single seed there is no spread to measure by.
  assert.equal(checkRun(first, elsewhere(withAccuracy(1, 0.521)), [first]).deviations[0]!.inSpreads, null);
});

test('runs are drawn by a seed, or the fastest first', () => {
  const many = Array.from({ length: 20 }, (_, seed) => storedRun({ seed }));
  const drawn = (seed: number): string[] => drawRuns(many, { count: 5, seed, fastest: false }).map(({ hash }) => hash);
  assert.deepEqual(drawn(1), drawn(1));
  assert.notDeepEqual(drawn(1), drawn(2));
  assert.equal(new Set(drawn(1)).size, 5);
  const fast = { ...many[7]!, environment: many[7]!.environment.map((start) => ({ ...start, seconds: 0.1 })) };
  assert.deepEqual(drawRuns([...many.slice(0, 7), fast], { count: 1, seed: 1, fastest: true }), [fast]);
});

test('the certificate says what was checked, where and with which result, as JSON and as a text', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'check-'));
  try {
    const { cpu, device, engine, tfjs, node, threads, oneDNN, commit } = first.environment[0]!;
    const runs = [checkRun(first, first, recorded), checkRun(first, withAccuracy(1, 0.491), recorded)];
    const certificate = { format: 1, at: '2026-11-28T00:00:00.000Z', draw: { count: 2, seed: 7, fastest: false }, machine: { cpu, device, engine, tfjs, node, threads, oneDNN, instructions: 'AVX2', commit }, runs, failed: [], passed: false } as const;
    const [json, text] = await writeCertificate(join(folder, 'check'), certificate);
    assert.deepEqual(JSON.parse(readFileSync(json!, 'utf8')), certificate);
    assert.match(readFileSync(text!, 'utf8'), /^# 2 networks of the study, trained again: FAILED\n\n.*1 thread, oneDNN up to AVX2; .*drawn by seed 7\.\n\n\* .*bit-identical \(2 s\)\n\* .*DIFFERS/);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
