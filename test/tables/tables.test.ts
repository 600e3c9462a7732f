import assert from 'node:assert/strict';
import { test } from 'node:test';
import { table as fromColumns } from 'arquero';
import { curves, history, runs, stages } from '../../src/tables/tables';
import { syntheticCurves, syntheticHistory, syntheticRuns, syntheticStages } from './synthetic';

test('rows survive the way into a table and out again', () => {
  assert.deepEqual(runs.rows(runs.table(syntheticRuns())), syntheticRuns());
  assert.deepEqual(history.rows(history.table(syntheticHistory())), syntheticHistory());
  assert.deepEqual(stages.rows(stages.table(syntheticStages())), syntheticStages());
  assert.deepEqual(curves.rows(curves.table(syntheticCurves())), syntheticCurves());
});

test('columns have the order of the contract, also without rows', () => {
  assert.deepEqual(runs.table([]).columnNames(), [
    ...['run', 'experiment', 'preset', 'task', 'variant', 'normalization', 'coupling', 'lipschitz', 'seed', 'parameters', 'effectiveParameters'],
    ...['testImages', 'trainAccuracy', 'testAccuracy', 'testError', 'chance', 'convergenceIndex', 'recurrenceIndex', 'divergenceIndex', 'exchangeIndex', 'work', 'unrolling'],
    ...['lipschitzBound', 'seconds', 'engine', 'threads', 'oneDNN'],
  ]);
  assert.equal(runs.table([]).numRows(), 0);
});

test('indices may be undefined, absent, negative or above 1', () => {
  const [row] = syntheticRuns();
  const odd = { ...row!, convergenceIndex: NaN, recurrenceIndex: null, divergenceIndex: -0.33 };
  assert.deepEqual(runs.rows(runs.table([odd])), [odd]);
});

test('errors name table, row and column', () => {
  const [first, second] = syntheticRuns();
  assert.throws(
    () => runs.table([first!, { ...second!, coupling: 1.5 }]),
    /^Error: The runs table does not fit in row 2, column coupling: .*1\.$/,
  );
  assert.throws(() => runs.table([{ ...first!, trainAccuracy: 97 }]), /row 1, column trainAccuracy/);
  assert.throws(() => history.table([{ ...syntheticHistory()[0]!, trainAccuracy: NaN }]), /The history table .* column trainAccuracy/);
  assert.throws(() => curves.rows(fromColumns({ run: ['a'] })), /The curves table lacks the columns "experiment", "preset", "task", "variant", "normalization", .*; it has run\./);
});

test('an error in per cent is refused', () => {
  assert.throws(() => runs.table([{ ...syntheticRuns()[0]!, testError: 0.9 }]), /write it as the fraction 1 − accuracy/);
});

test('two networks of one setting and seed are refused', () => {
  const [row] = syntheticRuns();
  assert.throws(
    () => runs.table([row!, { ...row!, run: 'again' }]),
    /runs batch-0-none-1 and again are both synthetic, ordinary, seed 1/,
  );
});

test('further columns of a table are left out of its rows', () => {
  const wide = runs.table(syntheticRuns()).assign(fromColumns({ extra: syntheticRuns().map(() => 1) }));
  assert.deepEqual(runs.rows(wide), syntheticRuns());
});

test('derived tables keep their order', () => {
  const sorted = runs.table(syntheticRuns()).orderby('recurrenceIndex');
  const expected = [...syntheticRuns()].sort((a, b) => a.recurrenceIndex! - b.recurrenceIndex!);
  assert.deepEqual(runs.rows(sorted), expected);
});
