import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ratioOf } from '../../bench/measuring/ratios';
import { turn } from './turns';

test('the ratio is the median of the ratios of each round, not the ratio of medians', () => {
  const ours = [turn(10), turn(40), turn(30)];
  const reference = [turn(10), turn(20), turn(20)];
  assert.deepEqual(ratioOf(ours, reference), { median: 1.5, minimum: 1, maximum: 2, cleanRounds: 3, rounds: 3 });
});

test('a round in which either was disturbed does not count', () => {
  const ours = [turn(10), turn(90, 0.5), turn(30)];
  const reference = [turn(10), turn(20), turn(10, 0.09)];
  assert.deepEqual(ratioOf(ours, reference), { median: 1, minimum: 1, maximum: 1, cleanRounds: 1, rounds: 3 });
});

test('where every round was disturbed all count, and none is called clean', () => {
  const ours = [turn(10, 0.5), turn(30, 0.5)];
  const reference = [turn(10), turn(10)];
  assert.deepEqual(ratioOf(ours, reference), { median: 2, minimum: 1, maximum: 3, cleanRounds: 0, rounds: 2 });
});
