import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanInterval } from '../../src/statistics/interval';
import { FEWEST_FOR_INTERVAL, meanOverSeeds } from '../../src/statistics/shown-interval';

test('an interval is shown from three seeds on: of two it would reach from −7.42 to 25.62', () => {
  const two = [7.8, 10.4];
  assert.ok(meanInterval(two).lower! < -7.4 && meanInterval(two).upper! > 25.6);
  const { n, mean, standardDeviation, lower, upper } = meanOverSeeds(two);
  assert.deepEqual([n, mean, lower, upper], [2, 9.1, null, null]);
  assert.ok(standardDeviation! > 0);
  assert.deepEqual(meanOverSeeds([...two, 9]), meanInterval([...two, 9]));
  assert.equal(FEWEST_FOR_INTERVAL, 3);
});
