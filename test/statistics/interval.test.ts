import assert from 'node:assert/strict';
import { test } from 'node:test';
import { estimate, meanInterval, tCritical, tTail } from '../../src/statistics/interval';

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

test('what decides: one-sided bounds and p-values agree with scipy', () => {
  // scipy: scipy.stats.t.interval(.9, 4, m, s / 5**.5); scipy.stats.ttest_1samp(v, .57, alternative='greater').pvalue
  const { effect, lower, upper, atLeast, atMost, pAbove, pBelow } = estimate([0.58, 0.61, 0.55, 0.63, 0.6]);
  near(effect, 0.594);
  near(lower, 0.5561343371836056);
  near(upper, 0.6318656628163946);
  near(atLeast, 0.5649254861779418);
  near(atMost, 0.6230745138220583);
  near(pAbove(0.57), 0.0766293885014077);
  near(pBelow(0.57), 0.9233706114985923);
  near(tTail(1, 1), 0.25, 1e-12);
});

test('values without spread, of one seed, or undefined estimate nothing', () => {
  for (const values of [[1, 1, 1], [1], [1, NaN, 2]]) {
    const { lower, upper, atLeast, atMost, pAbove, pBelow } = estimate(values);
    assert.deepEqual([lower, upper, atLeast, atMost, pAbove(0), pBelow(0)], [null, null, null, null, 1, 1]);
  }
});

test('of several blocks no maximum decides: all are below when each one is, some one is above at Bonferroni’s level', () => {
  const [a, b] = [[-0.1, -0.2, -0.15], [-0.05, -0.02, 0.01]];
  const both = estimate(a.map((value, s) => [value, b[s]!]));
  assert.equal(both.effect, estimate(b).effect);
  assert.deepEqual(both.bySeed, b);
  near(both.atMost, estimate(b).atMost!);
  near(both.atLeast, meanInterval(b, 0.95).lower!); // 1 − 2 · 0.05 / 2
  near(both.pBelow(0), estimate(b).pBelow(0));
  near(both.pAbove(0), Math.min(1, 2 * estimate(b).pAbove(0)));
});
