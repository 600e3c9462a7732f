import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { threeIndices } from '../../src/ideas/indices/measure';
import { ProgramResults } from '../../src/measuring/programs/program-results';
import { generator } from '../../src/data/random';
import { bootstrap, resampled, weightedMean, type ImageInterval } from '../../src/statistics/bootstrap';
import { largest, smallest } from '../../src/statistics/extreme';

const near = (actual: number | null, expected: number, tolerance: number): void => {
  assert.ok(actual !== null && Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected} ± ${tolerance}`);
};

/** Right for the first images. */
const firstRight = (images: number, right: number): Uint8Array => Uint8Array.from({ length: images }, (_, i) => Number(i < right));

describe('the bootstrap of one network over images', () => {
  test('has the standard error and, at n = 2,000, the normal interval of a binomial accuracy', () => {
    const [n, p] = [2000, 0.9];
    const interval = bootstrap(n, (weights) => weightedMean(firstRight(n, n * p), weights), { resamples: 4000 });
    const standardError = Math.sqrt((p * (1 - p)) / n);
    assert.equal(interval.estimate, p);
    // The standard error is itself known to 1/√(2 · 4,000) = 1.1 %, a bound of the interval to 0.043 standard errors.
    near(interval.standardError, standardError, 0.04 * standardError);
    near(interval.lower, p - 1.96 * standardError, 0.15 * standardError);
    near(interval.upper, p + 1.96 * standardError, 0.15 * standardError);
    assert.deepEqual([interval.over, interval.n, interval.resamples], ['images', n, 4000]);
  });

  test('has the bounds that scipy finds for the mean of numbers that are not symmetric', () => {
    // scipy 1.17.1: v = exp(linspace(-2, 2, 40)); scipy.stats.bootstrap((v,), numpy.mean, method='percentile',
    // n_resamples=1000000, rng=0): confidence_interval (1.28416, 2.50396), standard_error 0.311648
    const values = Array.from({ length: 40 }, (_, i) => Math.exp(-2 + (4 * i) / 39));
    const { lower, upper, standardError } = bootstrap(40, (weights) => weightedMean(values, weights), { resamples: 20_000 });
    near(lower, 1.28416, 0.02);
    near(upper, 2.50396, 0.02);
    near(standardError, 0.311648, 0.01);
  });

  test('resamples the images of all programs alike: a difference that no image makes has no spread', () => {
    const [a, b] = [firstRight(100, 50), firstRight(100, 50)];
    const paired = bootstrap(100, (weights) => ({ first: weightedMean(a, weights), difference: weightedMean(a, weights) - weightedMean(b, weights) }));
    assert.ok(paired.first.standardError! > 0);
    assert.deepEqual([paired.difference.lower, paired.difference.standardError, paired.difference.upper], [0, 0, 0]);
  });

  test('gives the same numbers for the same seed, and others for another', () => {
    const run = (seed: number): ImageInterval => bootstrap(50, (weights) => weightedMean(firstRight(50, 20), weights), { seed, resamples: 100 });
    assert.deepEqual(run(1), run(1));
    assert.notEqual(run(1).standardError, run(2).standardError);
  });

  test('leaves out and counts the resamples in which the statistic has no value', () => {
    // Of two images one is without value; a quarter of the resamples draw it twice.
    const { estimate, empty, lower, upper } = bootstrap(2, (weights) => weightedMean([1, NaN], weights));
    assert.deepEqual([estimate, lower, upper], [1, 1, 1]);
    assert.ok(Math.abs(empty - 250) < 60, `${empty} of 1,000`);
    const none = bootstrap(2, (weights) => weightedMean([NaN, NaN], weights));
    assert.deepEqual([none.estimate, none.empty, none.lower, none.standardError], [NaN, 1000, null, null]);
  });

  test('refuses no images and a single resample', () => {
    assert.throws(() => bootstrap(0, () => 0), { message: 'A bootstrap needs a whole number of images from 1 on, not 0.' });
    assert.throws(() => bootstrap(5, () => 0, { resamples: 1 }), { message: 'A bootstrap needs 2 resamples or more, not 1.' });
  });
});

describe('indices of a network, resampled', () => {
  // A stage of two blocks: 12 is right for 8 of 10 images, 1 for 4 of them, 2 for 6, nothing for 2; overruns for 6 and 4.
  const programs = [[1, 2], [1], [], [2], [1, 2, 2], [1, 2, 2, 2]].map((blocks) => ({ stage: 1, blocks }));
  const correct = [8, 4, 2, 6, 6, 4].map((right) => firstRight(10, right));
  const results = new ProgramResults([2], programs, correct);
  const indices = threeIndices(0);

  test('are the indices of the images that were drawn', () => {
    const drawn = [3, 3, 7, 0, 0, 5, 9, 1, 7, 7];
    const weights = new Uint32Array(10);
    for (const image of drawn) weights[image]!++;
    const again = new ProgramResults([2], programs, correct.map((right) => Uint8Array.from(drawn, (image) => right[image]!)));
    assert.deepEqual(indices.outcome(results.resampled(weights)), indices.outcome(again));
  });

  test('have an interval in the place of every number', () => {
    const intervals = bootstrap(results.size, (weights) => indices.outcome(results.resampled(weights)));
    const { convergenceIndex, stages } = intervals;
    const point = stages[0]!.curves.overrun.normalizedAccuracy[1]!;
    // by hand: normalized early readout 1, 1/2, 1/4; overrun 1, 3/4, 1/2
    near(convergenceIndex.estimate, (0.5 + 0.5 + 0.125) / 2, 1e-12);
    near(point.estimate, 0.75, 1e-12);
    for (const { lower, estimate, upper } of [convergenceIndex, point]) assert.ok(lower! < estimate && estimate < upper!);
    assert.deepEqual([intervals.chance.lower, intervals.chance.upper], [0, 0]);
  });
});

describe('the largest of several means over images', () => {
  /** Seven blocks alike: 0 on average, each with noise of its own. */
  const alike = (seed: number): number[][] => {
    const random = generator(seed, 'alike');
    return Array.from({ length: 7 }, () => Array.from({ length: 60 }, () => random.uniform() - 0.5));
  };

  test('covers the truth where a bootstrap of the largest does not', () => {
    const covered = { chosen: 0, each: 0 };
    const draws = 40;
    for (let seed = 0; seed < draws; seed++) {
      const blocks = alike(seed);
      const means = (weights: Uint32Array): number[] => blocks.map((values) => weightedMean(values, weights));
      const naive = bootstrap(60, (weights) => Math.max(...means(weights)), { resamples: 200 });
      const { lower, upper, estimate } = largest(resampled<readonly number[]>(60, means), (all) => all);
      assert.equal(estimate, naive.estimate);
      covered.chosen += Number(naive.lower! <= 0 && 0 <= naive.upper!);
      covered.each += Number(lower! <= 0 && 0 <= upper!);
    }
    assert.ok(covered.each >= 0.9 * draws && covered.chosen < 0.5 * draws, JSON.stringify(covered));
  });

  test('of the smallest likewise; either level sees the same resamples', () => {
    const [low, high] = [firstRight(100, 20), firstRight(100, 80)];
    let asked = 0;
    const statistics = (weights: Uint32Array): readonly number[] => [++asked && weightedMean(low, weights), weightedMean(high, weights)];
    const { estimate, lower, upper } = smallest(resampled(100, statistics), (all) => all);
    assert.equal(asked, 1 + 1000);
    const own = bootstrap(100, (weights) => weightedMean(low, weights));
    assert.equal(estimate, 0.2);
    near(lower, own.lower!, 0.011); // one image
    assert.ok(upper! > own.upper!);
  });
});
