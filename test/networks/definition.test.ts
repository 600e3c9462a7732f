import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';

const stem = { kind: 'convolution', channels: 8 } as const;
const small: NetworkInput = { input: [8, 7, 3], classes: 10, stages: [{ transition: stem, blocks: 2 }] };
const everyPart = { statistics: true, scale: true, shift: true };

test('what is left out is filled in, so that it can be recorded with the results', () => {
  assert.deepEqual(new ResidualNetwork(small).definition, {
    input: [8, 7, 3],
    classes: 10,
    normalization: 'batch',
    groups: 4,
    convolutionBias: true,
    initialResidualScale: 1,
    stages: [{ transition: { kind: 'convolution', channels: 8, stride: 1 }, blocks: 2 }],
    headPool: 'global',
  });
});

test('states keep the stem’s map, halve at a stride of 2 (rounding up) and at a pool of 2 (rounding down)', () => {
  const stages: NetworkInput['stages'] = [
    { transition: stem, blocks: 1 },
    { transition: { kind: 'residual', channels: 6 }, blocks: 1 },
    { transition: { kind: 'averagePool' }, blocks: 1 },
  ];
  assert.deepEqual(new ResidualNetwork({ ...small, input: [9, 6, 3], stages }).stateShapes, [[9, 6, 8], [5, 3, 6], [2, 1, 6]]);
});

describe('a definition that cannot work is refused, naming the field:', () => {
  const refusals: [what: string, change: object, sentence: string | RegExp][] = [
    ['no stages', { stages: [] }, /^The network definition cannot be used: stages: Too small/],
    ['no blocks at all', { stages: [{ transition: stem, blocks: 0 }] }, 'The network definition cannot be used: stages: at least one stage needs a block.'],
    ['a negative number of blocks', { stages: [{ transition: stem, blocks: -1 }] }, /^The network definition cannot be used: stages\.0\.blocks: /],
    ['half a block', { stages: [{ transition: stem, blocks: 1.5 }] }, /^The network definition cannot be used: stages\.0\.blocks: /],
    ['one class', { classes: 1 }, /^The network definition cannot be used: classes: /],
    ['groups that do not divide', { normalization: 'group', groups: 3 }, 'The network definition cannot be used: groups: 3 groups do not divide the 8 channels of stage 1.'],
    ['an unknown normalization', { normalization: 'layer' }, /^The network definition cannot be used: normalization: .*"batch"\|"group"\|"none"/],
    ['an unknown field', { dropout: 0.5 }, /^The network definition cannot be used: there is no "dropout" among the keys input, classes, .*headPool\.$/],
    ['a pool as stem', { stages: [{ transition: { kind: 'averagePool' }, blocks: 1 }] }, 'The network definition cannot be used: stages.0.transition: the first stage must begin with a convolution.'],
    ['a residual transition as stem', { stages: [{ transition: { kind: 'residual', channels: 8 }, blocks: 1 }] }, 'The network definition cannot be used: stages.0.transition: the first stage must begin with a convolution.'],
    ['a pool larger than the map', { stages: [{ transition: stem, blocks: 1 }, { transition: { kind: 'averagePool', size: 8 }, blocks: 1 }] }, 'The network definition cannot be used: stages.1.transition.size: windows of 8 × 8 do not fit a map of 8 × 7.'],
    ['a head’s pool larger than the map', { headPool: 8 }, 'The network definition cannot be used: headPool: windows of 8 × 8 do not fit the last map of 8 × 7.'],
    ['nothing left to share', { stages: [{ transition: stem, blocks: 2, sharing: { unsharedBlocks: 2, unshared: everyPart } }] }, 'The network definition cannot be used: stages.0.sharing: no block is left to share: 2 of 2 are unshared.'],
  ];
  for (const [what, change, sentence] of refusals) {
    test(what, () => {
      assert.throws(() => new ResidualNetwork({ ...small, ...change }), { message: sentence });
    });
  }
});
