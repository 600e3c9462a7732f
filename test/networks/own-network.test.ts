import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { definedNetwork } from '../../src/networks/defined-network';
import { OwnNetwork, type OwnLayers } from '../../src/networks/own-network';
import { attention, mlp, sharedMlp } from './own-networks';

const withBlock = (block: string): string =>
  `() => ({ input: [6, 6, 1], stages: [{ transition: (_, x) => x, blocks: 2, block: ${block} }], head: ({ ops }, h) => ops.reshape(h, [h.shape[0], 36]) })`;

describe('a network of one’s own', () => {
  test('names its parameters by their layer, each layer’s together, and knows what it is', () => {
    const network = new OwnNetwork(sharedMlp);
    assert.deepEqual(network.parameters.map(({ name }) => name), [
      'stage1.transition.kernel', 'stage1.shared.first', ...[1, 2, 3, 4].flatMap((t) => [`stage1.block${t}.bias`, `stage1.block${t}.second`]), 'head.kernel',
    ]);
    assert.deepEqual(network.parameterCount(), { trainable: 36 * 12 + 144 + 4 * 156 + 36, total: 36 * 12 + 144 + 4 * 156 + 36 });
    const { source, ...rest } = network.definition;
    assert.deepEqual(rest, { input: [6, 6, 1], classes: 3, normalization: 'none', stages: [{ blocks: 4 }] });
    assert.equal(source, sharedMlp.toString());
    assert.deepEqual(new OwnNetwork(attention).stateShapes, [[6, 6, 4], [3, 3, 4]]);
    assert.equal(new OwnNetwork(attention).definition.normalization, 'batch');
  });

  test('is made again from its definition, and from no other', () => {
    const { definition, parameters } = new OwnNetwork(mlp);
    assert.deepEqual(definedNetwork(JSON.parse(JSON.stringify(definition)) as typeof definition).parameters, parameters);
    assert.throws(() => definedNetwork({ ...definition, classes: 4 }), { message: 'The network of a run is not what its text makes: take the whole "definition" of an OwnNetwork.' });
  });
});

const outside = 12;
const SENTENCES: Readonly<Record<string, readonly [(() => OwnLayers) | string, RegExp]>> = {
  'a name from outside': [(): OwnLayers => ({ ...({} as OwnLayers), input: [outside, 6, 1] }), /^The network uses "outside", which is outside of the function that makes it: a run keeps that function’s text alone, so write there all that it uses\.$/],
  'a name from outside in a layer': [withBlock('({ ops }, h) => ops.scale(h, factor)'), /^The network uses "factor", which is outside/],
  'a name of another cell of a notebook': [withBlock('({ ops }, h) => ops.scale(h, __cells.factor)'), /^The network uses "factor", which is outside/],
  'a gate that lies across images': [withBlock("({ ops, parameter }, h) => ops.mul(h, ops.mul(ops.mean(h, [1, 2]), parameter('gate', [1], 1)))"), /^Block 1 of stage 1 fails on \[11,6,6,1\]: Shapes \[11,6,6,1\] and \[11,1\] do not broadcast/],
  'a block that changes the shape': [withBlock('({ ops }, h) => ops.averagePool(h, 2)'), /^Block 1 of stage 1 makes \[11,3,3,1\] of \[11,6,6,1\]: a residual block keeps its state’s shape/],
  'a block that returns nothing': [withBlock('() => {}'), /^Block 1 of stage 1 returns no value for \[11,6,6,1\]: let it return its result\.$/],
  'two shapes of one name': [withBlock("({ weight }, h) => { weight('kernel', [3, 3]); weight('kernel', [4, 4]); return h; }"), /The parameter stage1\.block1\.kernel is \[3,3\] in one place and \[4,4\] in another/],
  'a weight that is none': [withBlock("({ weight }, h) => { weight('kernel', [3]); return h; }"), /the weight "kernel" is \[3\]: it must be a matrix/],
  'a name that is none': [withBlock("({ weight }, h) => { weight('a b', [3, 3]); return h; }"), /a parameter cannot be called "a b"/],
  'a head of maps': ['() => ({ input: [6, 6, 1], stages: [{ transition: (_, x) => x, blocks: 0, block: (_, h) => h }], head: (_, h) => h })', /^The head makes \[11,6,6,1\]: it must make logits/],
};
describe('what is no network is refused in one sentence:', () => {
  for (const [what, [make, message]] of Object.entries(SENTENCES)) test(what, () => assert.throws(() => new OwnNetwork(make), { message }));
});
