import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate } from '../../src/statistics/interval';
import { seedsToDecide } from '../../src/statistics/seeds-to-decide';

test('as many seeds as tables of Student’s t ask for', () => {
  // Mean 1, standard deviation 1: t(0.95; n − 1) / √n is 1.18 for 4 seeds and 0.953 for 5.
  const two = estimate([1 - Math.SQRT1_2, 1 + Math.SQRT1_2]);
  assert.equal(seedsToDecide(two, 2, { side: 'above', bound: 0 }), 5);
  assert.equal(seedsToDecide(two, 2, { side: 'below', bound: 2 }), 5);
  // Twice the room: 1.686 for 3 seeds.
  assert.equal(seedsToDecide(two, 2, { side: 'above', bound: -1 }), 3);
});

test('none where the effect lies on the other side, where there is no spread, or where it would take too many', () => {
  const two = estimate([0.9, 1.1]);
  assert.equal(seedsToDecide(two, 2, { side: 'below', bound: 0 }), null);
  assert.equal(seedsToDecide(two, 2, { side: 'above', bound: 1 }), null);
  assert.equal(seedsToDecide(estimate([1]), 1, { side: 'above', bound: 0 }), null);
  assert.equal(seedsToDecide(estimate([1, 1]), 2, { side: 'above', bound: 0 }), null);
  assert.equal(seedsToDecide(estimate([-1, 1.002]), 2, { side: 'above', bound: 0 }), null);
});
