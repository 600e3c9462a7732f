import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holm } from '../../src/statistics/holm';

test('Holm: each p-value is held to its own level, and none is rejected behind the first that is not', () => {
  // by hand: 0.005 ≤ 0.05 / 4, 0.01 ≤ 0.05 / 3, 0.03 > 0.05 / 2
  assert.deepEqual(holm([0.01, 0.04, 0.03, 0.005]), [true, false, false, true]);
  assert.deepEqual(holm([0.03, 0.03]), [false, false], '0.03 > 0.05 / 2, and all behind it stand too');
  assert.deepEqual(holm([0.04]), [true]);
  assert.deepEqual(holm([]), []);
});
