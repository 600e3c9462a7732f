import assert from 'node:assert/strict';
import { availableParallelism } from 'node:os';
import { test } from 'node:test';
import { readOptions } from '../../bench/options';
import { PARTS } from '../../bench/parts/all';

test('by default everything is measured, on all cores', () => {
  const { parts, threads, all, json, readme } = readOptions([]);
  assert.deepEqual(parts, PARTS);
  assert.deepEqual({ threads, all, json, readme }, { threads: availableParallelism(), all: false, json: undefined, readme: false });
});

test('options choose', () => {
  const { parts, rounds, threads, all, json } = readOptions(['--only', 'memory,inference', '--rounds', '3', '--threads', '1', '--all', '--json', 'x.json']);
  assert.deepEqual(parts.map(({ name }) => name), ['inference', 'memory']);
  assert.deepEqual({ rounds, threads, all, json }, { rounds: 3, threads: 1, all: true, json: 'x.json' });
});

test('what makes no sense is refused with the usage', () => {
  assert.throws(() => readOptions(['--rounds', '0']), /--rounds 0: it must be a whole number from 1 on\. Usage: npm run bench/);
  assert.throws(() => readOptions(['--threads', 'two']), /--threads two/);
  assert.throws(() => readOptions(['--only', 'inference,cooking']), /there is no part "cooking".*training-step, small-step, inference/);
  assert.throws(() => readOptions(['--readme', '--rounds', '3']), /--readme measures nothing/);
  assert.throws(() => readOptions(['--speed']), /--speed/);
});
