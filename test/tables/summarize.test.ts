import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanInterval } from '../../src/statistics/interval';
import { readableNumber, readableSummary, summarize, summary } from '../../src/tables/summarize';
import { runs } from '../../src/tables/tables';
import { settings, syntheticRuns } from './synthetic';

const rows = syntheticRuns([1, 2, 3]);

test('every measure of every setting has mean, spread, interval and n', () => {
  const summarized = summary.rows(summarize(runs.table(rows)));
  assert.equal(summarized.length, settings.length * 11);
  const ordinary = summarized.find((row) => row.measure === 'testError' && row.coupling === 0 && row.lipschitz === null);
  const { over, n, mean, standardDeviation, lower, upper } = ordinary!;
  assert.deepEqual({ over, n, mean, standardDeviation, lower, upper }, meanInterval(rows.slice(0, 3).map((row) => row.testError)));
});

test('a measure that applies to no network has no row', () => {
  const without = rows.slice(0, 3).map((row) => ({ ...row, recurrenceIndex: null }));
  const measured = summary.rows(summarize(runs.table(without))).map((row) => row.measure);
  assert.ok(!measured.includes('recurrenceIndex') && measured.includes('divergenceIndex'));
});

test('the readable table states n, shows errors in per cent and exact values without interval', () => {
  const readable = readableSummary(summarize(runs.table(rows)));
  assert.equal(readable.numRows(), settings.length);
  assert.deepEqual(readable.array('network'), [
    'ordinary',
    'λ = 0.5',
    'λ = 0.9',
    'λ = 1',
    'c = 1',
    'c = 0.5',
    'λ = 1, c = 0.5',
    'ordinary (group norm)',
    'λ = 1 (group norm)',
  ]);
  assert.deepEqual(
    readable.array('n'),
    settings.map(() => 3),
  );
  assert.match(String(readable.get('test error (%)', 0)), /^2\.\d\d \[\d\.\d\d, \d\.\d\d\]$/);
  assert.equal(readable.get('Recurrence Index', 8), '1.00');
});

test('networks that solve too little of their task are counted and named', () => {
  // Of the first setting one seed of three, of the second all: right below 0.3 of the way from chance, 0.1, to 1.
  const weak = runs.table(rows.map((row, i) => ({ ...row, ...((i === 0 || (i > 2 && i < 6)) && { testAccuracy: 0.369, testError: 1 - 0.369, chance: 0.1 }) })));
  const summarized = summary.rows(summarize(weak)).filter(({ measure }) => measure === 'testError');
  assert.deepEqual(summarized.map(({ notCompetent }) => notCompetent), settings.map((_, i) => [1, 3][i] ?? 0));
  assert.deepEqual(readableSummary(summarize(weak)).array('network').slice(0, 3), ['ordinary (1 of 3 not competent)', 'λ = 0.5 (not competent)', 'λ = 0.9']);
});

test('two seeds show no interval, in tables of numbers and for the eye', () => {
  const two = summarize(runs.table(syntheticRuns([1, 2])));
  assert.ok(summary.rows(two).every(({ n, lower, upper }) => n === 2 && lower === null && upper === null));
  assert.match(String(readableSummary(two).get('test error (%)', 0)), /^2\.\d\d$/);
});

test('one seed shows no interval, an undefined index is called so', () => {
  const one = syntheticRuns([1]).map((row) => ({ ...row, divergenceIndex: NaN }));
  const readable = readableSummary(summarize(runs.table(one)));
  assert.match(String(readable.get('Convergence Index', 0)), /^0\.\d\d$/);
  assert.equal(readable.get('Divergence Index', 0), 'undefined');
});

test('numbers for the eye', () => {
  assert.equal(readableNumber(-0.123, 2), '−0.12');
  assert.equal(readableNumber(-0.001, 2), '0.00');
  assert.equal(readableNumber(1234567.8, 0), '1,234,568');
});
