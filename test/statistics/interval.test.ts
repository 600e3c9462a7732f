import assert from 'node:assert/strict';
import { test } from 'node:test';
import { meanInterval, tCritical } from '../../src/statistics/interval';

const near = (actual: number | null, expected: number, tolerance = 1e-9): void => {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
};

test('mean, standard deviation and 95 % interval agree with scipy', () => {
  // scipy 1.17.1: v = [.58,.61,.55,.63,.60]; m = mean(v); s = std(v, ddof=1); scipy.stats.t.interval(.95, 4, m, s / 5**.5)
  const interval = meanInterval([0.58, 0.61, 0.55, 0.63, 0.6]);
  assert.equal(interval.n, 5);
  near(interval.mean, 0.5940000000000001);
  near(interval.standardDeviation, 0.0304959013639538);
  near(interval.lower, 0.5561343371836056);
  near(interval.upper, 0.6318656628163946);
});

test('the level is respected', () => {
  // scipy 1.17.1: scipy.stats.t.interval(.99, 1, .595, 0.021213203435596444 / 2**.5)
  const interval = meanInterval([0.58, 0.61], 0.99);
  near(interval.lower, -0.35985111744307363);
  near(interval.upper, 1.5498511174430736);
});

test('with one degree of freedom the critical value has the closed form tan(π level / 2)', () => {
  near(tCritical(0.95, 1), Math.tan((Math.PI * 0.95) / 2), 1e-8);
});

test('one network has no interval, not one of zero width', () => {
  assert.deepEqual(meanInterval([0.6]), { over: 'seeds', n: 1, mean: 0.6, standardDeviation: null, lower: null, upper: null });
});

test('equal values have an interval of zero width', () => {
  assert.deepEqual(meanInterval([1, 1, 1]), { over: 'seeds', n: 3, mean: 1, standardDeviation: 0, lower: 1, upper: 1 });
});

test('an undefined value makes the mean undefined and keeps n', () => {
  assert.deepEqual(meanInterval([0.5, NaN, 0.6]), { over: 'seeds', n: 3, mean: NaN, standardDeviation: null, lower: null, upper: null });
});

test('no value at all is refused', () => {
  assert.throws(() => meanInterval([]), RangeError);
});
