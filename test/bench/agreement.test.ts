import assert from 'node:assert/strict';
import { test } from 'node:test';
import { agreement, DisagreementError } from '../../bench/measuring/agreement';

test('the largest relative difference of the losses', () => {
  const difference = agreement('ours', [2.0001, 1.9999], 'theirs', [2, 2.00005]);
  assert.ok(Math.abs(difference - 0.00015 / 2.00005) < 1e-9);
});

test('losses that differ by more than one part in ten thousand are refused, with the call', () => {
  assert.throws(() => agreement('ours', [2, 2.0003], 'theirs', [2, 2]), (error) => error instanceof DisagreementError && error.message.includes('call 2 (2.0003 and 2)'));
});

test('a loss that is not a number is refused, on either side', () => {
  assert.throws(() => agreement('ours', [Number.NaN], 'theirs', [2]), DisagreementError);
  assert.throws(() => agreement('ours', [2], 'theirs', [Number.NaN]), DisagreementError);
});
