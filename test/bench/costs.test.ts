import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileSeconds } from '../../bench/parts/compile';
import { lineThrough } from '../../bench/parts/cost';
import { memorySlope } from '../../bench/parts/memory';

test('a straight line has the overhead as its intercept', () => {
  const line = lineThrough([[1, 7], [2, 9], [4, 13]]);
  assert.ok(Math.abs(line.intercept - 5) < 1e-12 && Math.abs(line.slope - 2) < 1e-12 && Math.abs(line.rSquared - 1) < 1e-12, JSON.stringify(line));
});

test('points off the line lower R²', () => {
  // Least squares by hand: means 2 and 3, slope 3/2, intercept 0; residuals 1/2, −1, 1/2; total 6.
  const line = lineThrough([[1, 2], [2, 2], [3, 5]]);
  assert.ok(Math.abs(line.intercept) < 1e-12 && Math.abs(line.slope - 1.5) < 1e-12 && Math.abs(line.rSquared - 0.75) < 1e-12, JSON.stringify(line));
});

test('memory that grows by 0.01 MB a step grows by 10 MB per 1,000', () => {
  assert.ok(Math.abs(memorySlope([[50, 300.5], [100, 301], [150, 301.5]]) - 10) < 1e-9);
});

test('compiling is what comes before a usual step', () => {
  assert.equal(compileSeconds({ prepareSeconds: 1 }, { milliseconds: [510, 10, 10, 20] }), 1.5);
  assert.equal(compileSeconds({ prepareSeconds: 1 }, { milliseconds: [10, 20, 30] }), 1);
});
