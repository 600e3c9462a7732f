import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockedContrast, type Observation } from '../../src/statistics/blocked-contrast';

/* Reference: statsmodels 0.15.0, OLS of value on dummies of seed and treatment, `fit.t_test(contrast).conf_int()`. */
const values = [
  [0.6, 0.69, 0.67, 0.74],
  [0.68, 0.7, 0.75, 0.79],
  [0.55, 0.66, 0.71, 0.7],
];
const treatments = [0, 0.5, 0.9, 1];
const observations: Observation[] = values.flatMap((row, block) =>
  row.map((value, i) => ({ block, treatment: String(treatments[i]), value })),
);
const weights = (...list: readonly number[]): Map<string, number> =>
  new Map(treatments.map((treatment, i) => [String(treatment), list[i]!]));

function near(actual: number | null | undefined, expected: number): void {
  assert.ok(typeof actual === 'number' && Math.abs(actual - expected) < 5e-9, `${actual} is not ${expected}`);
}

test('a slope over treatments agrees with statsmodels', () => {
  const centre = 0.6;
  const spread = treatments.reduce((sum, x) => sum + (x - centre) ** 2, 0);
  const slope = blockedContrast(observations, weights(...treatments.map((x) => (x - centre) / spread)));
  assert.ok(slope);
  assert.equal(slope.blocks, 3);
  near(slope.effect, 0.12258064516129);
  assert.ok(Math.abs(slope.lower! - 0.07254383) < 1e-8 && Math.abs(slope.upper! - 0.17261746) < 1e-8);
});

test('a difference agrees with statsmodels at 95 % and 99 %', () => {
  const at95 = blockedContrast(observations, weights(-1, 0, 0, 1));
  near(at95?.effect, 2 / 15);
  assert.ok(Math.abs(at95!.lower! - 0.0776147) < 1e-7 && Math.abs(at95!.upper! - 0.18905197) < 1e-8);
  const at99 = blockedContrast(observations, weights(-1, 0, 0, 1), 0.99);
  assert.ok(Math.abs(at99!.lower! - 0.04891148) < 1e-8 && Math.abs(at99!.upper! - 0.21775518) < 1e-8);
});

test('for two treatments it is the paired t interval', () => {
  // scipy 1.17.1: d = y[:,3] - y[:,0]; scipy.stats.t.interval(.95, 2, d.mean(), d.std(ddof=1) / 3**.5)
  const pair = observations.filter(({ treatment }) => treatment === '0' || treatment === '1');
  const contrast = blockedContrast(
    pair,
    new Map([
      ['0', -1],
      ['1', 1],
    ]),
  );
  near(contrast?.effect, 0.1333333333333333);
  near(contrast?.lower, 0.08162188320791074);
  near(contrast?.upper, 0.18504478345875586);
});

test('a seed that lacks a treatment is left out', () => {
  const gap = [...observations, { block: 7, treatment: '0', value: 99 }];
  assert.deepEqual(blockedContrast(gap, weights(-1, 0, 0, 1)), blockedContrast(observations, weights(-1, 0, 0, 1)));
});

test('one seed gives the effect without an interval, none gives nothing', () => {
  const one = observations.filter(({ block }) => block === 0);
  const contrast = blockedContrast(one, weights(-1, 0, 0, 1));
  near(contrast?.effect, 0.14);
  assert.equal(contrast?.lower, null);
  assert.equal(contrast.upper, null);
  assert.equal(blockedContrast([], weights(-1, 0, 0, 1)), undefined);
});

test('an undefined value leaves effect and interval undefined', () => {
  const contrast = blockedContrast([...observations.slice(1), { block: 0, treatment: '0', value: NaN }], weights(-1, 0, 0, 1));
  assert.ok(Number.isNaN(contrast?.effect));
  assert.equal(contrast?.lower, null);
});

test('weights that do not sum to 0 and doubled networks are refused', () => {
  assert.throws(() => blockedContrast(observations, weights(1, 0, 0, 0)), /sum to 0/);
  assert.throws(() => blockedContrast([...observations, observations[0]!], weights(-1, 0, 0, 1)), /two values/);
});

test('observations that do not vary but for their means give no interval: a spread of 0 estimates none', () => {
  const observations = [1, 2].flatMap((block) => [
    { block, treatment: 'a', value: block },
    { block, treatment: 'b', value: block + 1 },
  ]);
  const contrast = blockedContrast(observations, new Map([['a', -1], ['b', 1]]));
  assert.deepEqual([contrast?.effect, contrast?.lower, contrast?.upper], [1, null, null]);
});
