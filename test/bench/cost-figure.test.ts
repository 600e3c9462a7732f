import { test } from 'node:test';
import { lineThrough } from '../../bench/parts/cost';
import { costFigure } from '../../bench/report/cost-figure';
import { assertSnapshot } from '../figures/snapshot';
import { MACHINE } from './records';

test('the figure of costs', async () => {
  const sizes: [string, [number, number][]][] = [
    ['blocks', [[3, 6], [6, 9], [12, 15.5], [24, 27]]],
    ['million multiply-adds an image, by width', [[1, 8], [4, 14], [15, 30], [60, 110]]],
    ['images in the batch', [[32, 6], [64, 9], [128, 15], [256, 27]]],
  ];
  await assertSnapshot(costFigure({ machine: MACHINE, cost: sizes.map(([size, points]) => ({ size, points, line: lineThrough(points) })) }));
});
