import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { convergenceIndex } from '../../../src/ideas/indices/convergence-index';
import { areaUnder, curvePrograms, normalizedAccuracy } from '../../../src/ideas/indices/curves';
import { divergenceIndex } from '../../../src/ideas/indices/divergence-index';
import { recurrenceIndex } from '../../../src/ideas/indices/recurrence-index';

const near = (actual: number, expected: number): void => assert.ok(Math.abs(actual - expected) < 1e-12, `${actual} is not ${expected}`);

describe('the programs of a stage of three blocks, for k = 0 … 3', () => {
  test('early readout drops the last k', () => assert.deepEqual(curvePrograms('early readout', 3), [[1, 2, 3], [1, 2], [1], []]));
  test('late start drops the first k', () => assert.deepEqual(curvePrograms('late start', 3), [[1, 2, 3], [2, 3], [3], []]));
  test('overrun applies the last k times more', () => {
    assert.deepEqual(curvePrograms('overrun', 3), [[1, 2, 3], [1, 2, 3, 3], [1, 2, 3, 3, 3], [1, 2, 3, 3, 3, 3]]);
  });
});

describe('normalized accuracy n = (A − A₀) / (A(1…T) − A₀)', () => {
  test('is 1 for the whole network’s accuracy, 0 for chance, and negative below', () => {
    near(normalizedAccuracy(0.9, 0.9, 0.1), 1);
    near(normalizedAccuracy(0.1, 0.9, 0.1), 0);
    near(normalizedAccuracy(0.5, 0.9, 0.1), 0.5);
    near(normalizedAccuracy(0.02, 0.9, 0.1), -0.1);
  });

  test('is not clipped where a changed stage is better than the whole', () => near(normalizedAccuracy(0.92, 0.9, 0.1), 1.025));

  test('does not exist for a network that is no better than chance', () => {
    assert.equal(normalizedAccuracy(0.5, 0.1, 0.1), NaN);
    assert.equal(normalizedAccuracy(0.08, 0.05, 0.1), NaN);
  });
});

describe('the area under a curve at k/T', () => {
  test('is 1 for a constant 1, 1/2 for a straight line from 1 to 0, by trapezoids', () => {
    near(areaUnder([1, 1, 1, 1]), 1);
    near(areaUnder([1, 0.75, 0.5, 0.25, 0]), 0.5);
    // (1 + 0.4)/2 · 1/2 + (0.4 + 0.2)/2 · 1/2
    near(areaUnder([1, 0.4, 0.2]), 0.5);
  });

  test('needs two points', () => assert.throws(() => areaUnder([1]), { message: 'An area needs a curve of two points or more, not 1.' }));
});

describe('indices of curves', () => {
  test('CI is the area under the early readout curve', () => near(convergenceIndex([1, 0.4, 0.2]), 0.5));
  test('DI is 1 minus the area under the overrun curve', () => near(divergenceIndex([1, 0.4, 0.2]), 0.5));

  test('RI is 1 minus the mean difference of late start and early readout at k = 1 … T−1', () => {
    // k = 1: |0.5 − 0.8|, k = 2: |0.3 − 0.2|; the ends, where nothing or everything is dropped, do not count
    near(recurrenceIndex([1, 0.8, 0.2, 0], [1, 0.5, 0.3, 0.9]), 1 - (0.3 + 0.1) / 2);
  });

  test('RI needs two curves of one stage of two blocks or more', () => {
    assert.throws(() => recurrenceIndex([1, 0.5, 0], [1, 0]), { message: 'Curves of 3 and 2 points do not belong to one stage.' });
    assert.throws(() => recurrenceIndex([1, 0], [1, 0]), { message: 'The Recurrence Index needs a stage of two blocks or more.' });
  });
});
