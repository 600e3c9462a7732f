import assert from 'node:assert/strict';
import { test } from 'node:test';
import { tablesOf } from '../../src/experiments/results';
import { entryOf } from '../../src/measuring/entry';
import { storedRun } from './stored-runs';

test('what is measured of every block is joined on the same images', () => {
  const { measurements, ...run } = storedRun();
  const at = (n: number) => ({ at: 'end', images: 'test', n }) as const;
  const keys = { stage: 1, block: 1, depth: 1 };
  const drop = (n: number, accuracy: number) => entryOf('blockDrop', at(n), [{ stage: 1, block: 1, accuracy, drop: 0.5 - accuracy, left: 0 }]);
  const ofBlocks = [
    drop(40, 0.25),
    drop(20, 0.125),
    entryOf('cosineLoss', at(20), [{ ...keys, images: 19, cosineLoss: -0.5 }]),
    entryOf('l2Ratio', at(20), [{ ...keys, images: 20, l2Ratio: 0.5 }]),
    entryOf('taylorTerm', at(20), [{ ...keys, gradient: 'before the block', size: 1, missed: 0.5 }]),
  ];
  const { blocks } = tablesOf([{ ...run, measurements: [...measurements!, ...ofBlocks] }]);
  const [{ images, accuracyWithout }] = blocks.objects() as [{ images: number; accuracyWithout: number }];
  assert.deepEqual([images, accuracyWithout], [20, 0.125]);
});
