import assert from 'node:assert/strict';
import { test } from 'node:test';
import { blockFamily, initialValues } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';

const network = new ResidualNetwork({
  input: [8, 8, 3],
  classes: 4,
  initialResidualScale: 0.3,
  stages: [{ transition: { kind: 'convolution', channels: 16 }, blocks: 3 }],
});
const spec = (name: string) => network.parameters.find((each) => each.name === name)!;
const values = (name: string, start: 'same' | 'independent', seed = 1) => initialValues(spec(name), seed, start);

function deviation(numbers: Float32Array): number {
  return Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0) / numbers.length);
}

test('kernels are He-normal, √(2 / fan-in), and F’s last convolution is scaled as the definition says', () => {
  for (const [name, expected] of [
    ['stage1.transition.kernel', Math.sqrt(2 / 27)],
    ['stage1.block1.conv1.kernel', Math.sqrt(2 / 144)],
    ['stage1.block1.conv2.kernel', 0.3 * Math.sqrt(2 / 144)],
    ['head.dense.kernel', Math.sqrt(2 / 16)],
  ] as const) {
    const drawn = values(name, 'same');
    // The standard error of a deviation from n numbers is σ / √(2n); four of them.
    assert.ok(Math.abs(deviation(drawn) - expected) < (4 * expected) / Math.sqrt(2 * drawn.length), `${name}: ${deviation(drawn)} is not ${expected}`);
  }
});

test('biases and shifts start at 0, scales at 1', () => {
  for (const name of ['stage1.transition.bias', 'stage1.block2.norm1.shift', 'head.dense.bias']) assert.ok(values(name, 'same').every((value) => value === 0));
  assert.ok(values('stage1.block2.norm1.scale', 'same').every((value) => value === 1));
});

test('blocks start from the same values or each from its own', () => {
  const kernel = (t: number, start: 'same' | 'independent') => values(`stage1.block${t}.conv1.kernel`, start);
  assert.deepEqual(kernel(1, 'same'), kernel(3, 'same'));
  assert.notDeepEqual(kernel(1, 'independent'), kernel(3, 'independent'));
  assert.notDeepEqual(values('stage1.block1.conv1.kernel', 'same'), values('stage1.block1.conv2.kernel', 'same').map((value) => value / 0.3));
});

test('a seed gives the same values again, another seed others', () => {
  assert.deepEqual(values('head.dense.kernel', 'same', 1), values('head.dense.kernel', 'same', 1));
  assert.notDeepEqual(values('head.dense.kernel', 'same', 1), values('head.dense.kernel', 'same', 2));
});

test('values do not depend on what else the network has', () => {
  const deeper = new ResidualNetwork({ ...network.definition, stages: [{ transition: { kind: 'convolution', channels: 16 }, blocks: 7 }] });
  const same = deeper.parameters.find(({ name }) => name === 'stage1.block3.conv2.kernel')!;
  assert.deepEqual(initialValues(same, 1, 'independent'), values('stage1.block3.conv2.kernel', 'independent'));
});

test('a family is a stage’s corresponding parameters; what is outside blocks has none', () => {
  assert.equal(blockFamily('stage2.block13.conv1.kernel'), 'stage2.block*.conv1.kernel');
  assert.equal(blockFamily('stage2.transition.conv1.kernel'), undefined);
  assert.equal(blockFamily('stage2.shared.conv1.kernel'), undefined);
  assert.equal(blockFamily('head.dense.kernel'), undefined);
});
