import assert from 'node:assert/strict';
import { test } from 'node:test';
import { slope } from '../../src/statistics/along-blocks';
import { competent } from '../../src/statistics/competence';
import { withinSeeds } from '../../src/statistics/within-seeds';

const networks = (values: Readonly<Record<number, number>>) => Object.entries(values).map(([seed, value]) => ({ seed: Number(seed), value }));

test('two settings are compared in all seeds that both have, whatever a third one lacks or has undefined', () => {
  const [a, b, c] = [networks({ 1: 1, 2: 2, 3: 3, 4: 4, 5: 5 }), networks({ 5: 50, 4: 40, 3: 30, 2: 20, 1: 10, 6: 60 }), networks({ 1: NaN, 2: 1, 3: 1 })];
  assert.deepEqual(withinSeeds(a, b).map(([one, other]) => other!.value - one!.value), [9, 18, 27, 36, 45]);
  assert.equal(withinSeeds(a, b, c).length, 3);
  assert.deepEqual(withinSeeds(a, []), []);
  assert.throws(() => withinSeeds([...a, a[0]!]), /two networks/);
});

test('one slope of each seed, over its own places', () => {
  assert.ok(Math.abs(slope([0.6, 0.69, 0.67, 0.74], [0, 0.5, 0.9, 1]) - 0.1096774193548387) < 1e-12); // numpy: polyfit(x, y, 1)[0]
  assert.ok(Math.abs(slope([1, 2, 3]) - 2) < 1e-12);
  assert.equal(slope([1]), 0);
});

test('a network that always says the same is not competent', () => {
  assert.equal(competent(0.1135, 0.1), false, 'the most frequent digit of MNIST');
  assert.equal(competent(0.38, 0.1), true);
});
