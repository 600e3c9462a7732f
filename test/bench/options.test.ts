import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { COMPARISONS } from '../../bench/comparisons/all';
import { readOptions } from '../../bench/options';

test('by default every comparison runs, on all cores', () => {
  const { comparisons, threads, all, json } = readOptions([]);
  assert.deepEqual(comparisons, COMPARISONS);
  assert.deepEqual({ threads, all, json }, { threads: availableParallelism(), all: false, json: undefined });
});

test('options choose', () => {
  const { comparisons, rounds, threads, all, json } = readOptions(['--only', 'inference', '--rounds', '3', '--threads', '1', '--all', '--json', 'x.json']);
  assert.deepEqual(comparisons.map(({ name }) => name), ['inference']);
  assert.deepEqual({ rounds, threads, all, json }, { rounds: 3, threads: 1, all: true, json: 'x.json' });
});

test('what makes no sense is refused with the usage', () => {
  assert.throws(() => readOptions(['--rounds', '0']), /--rounds 0: it must be a whole number from 1 on\. Usage: npm run bench/);
  assert.throws(() => readOptions(['--threads', 'two']), /--threads two/);
  assert.throws(() => readOptions(['--only', 'cooking']), /--only cooking: there is no such comparison.*training-step\|inference/);
  assert.throws(() => readOptions(['--speed']), /--speed/);
});
