import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { cosineLoss } from '../../src/ideas/cosine-loss/measure';
import { l2Ratio } from '../../src/ideas/l2-ratio/measure';
import { measureBlocks } from '../../src/measuring/gradients/block-pass';
import { lossChange, taylorTerm, taylorTermBehind } from '../../src/ideas/taylor-term/measure';
import { unrollLastBlock } from '../../src/ideas/unrolling/measure';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';

/**
 * The state is the image itself, h = pixels / 255, [batch, 2, 2, 1], and the head's logits are (0, K‖h‖²/2): with z = K‖h‖²/2
 * the loss of an image of class 0 is log(1 + e^z), of class 1 log(1 + e^−z), so that ∂L/∂h is a multiple of h, positive for
 * class 0 and negative for class 1. A block h ↦ (1 − a)h is a step down the gradient of class 0.
 */
const IMAGES: ImageSet = {
  images: Uint8Array.from([255, 0, 51, 102, 204, 255, 153, 51, 255, 0, 51, 102, 0, 0, 51, 0]),
  labels: Uint8Array.of(0, 0, 1, 1),
  size: 4,
  shape: [2, 2, 1],
};
const AS_THEY_ARE = { mean: [0], standardDeviation: [1] };
/** ‖h‖² of the images */
const SQUARES = [1 + 0.2 ** 2 + 0.4 ** 2, 0.8 ** 2 + 1 + 0.6 ** 2 + 0.2 ** 2, 1 + 0.2 ** 2 + 0.4 ** 2, 0.2 ** 2];

const identity: Layer = (_, h) => h;
const shrink = (a: number): Layer => (ops, h) => ops.scale(h, 1 - a);
const head = (K = 1): Layer => (ops, h) => ops.matMul(ops.reshape(ops.sum(ops.square(h), [1, 2, 3]), [h.shape[0]!, 1]), ops.constant([0, K / 2], [1, 2]));
const networkOf = (blocks: readonly Layer[], K = 1): MeasurableNetwork => ({ stages: [{ transition: identity, blocks }], head: head(K) });
const repeat = (block: Layer, times: number): Layer[] => Array.from({ length: times }, () => block);

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const analyses = { cosineLoss, l2Ratio, taylorTerm, taylorTermBehind, lossChange };
const measure = (network: MeasurableNetwork) => measureBlocks(engine, network, IMAGES, AS_THEY_ARE, analyses);

function assertNear(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length);
  expected.forEach((value, n) => assert.ok(Math.abs(actual[n]! - value) <= 2e-6 * Math.max(1e-3, Math.abs(value)), `${what}, image ${n}: ${actual[n]}, by hand ${value}`));
}

describe('what follows by hand of blocks:', () => {
  test('identity blocks do not move the state: ratio, term and change are 0, and there is no direction', async () => {
    for (const block of await measure(networkOf(repeat(identity, 3)))) {
      assert.ok(block.cosineLoss.every(Number.isNaN));
      for (const name of ['l2Ratio', 'taylorTerm', 'taylorTermBehind', 'lossChange'] as const) assert.deepEqual([...block[name]], [0, 0, 0, 0]);
    }
  });

  test('steps down the gradient of a class have cosine −1 for its images, +1 for those of the other', async () => {
    // One shared block, h ↦ h − h/4, three times: F = −h/4, and every ∂L/∂h_i is a multiple of h.
    for (const { cosineLoss: cosine, l2Ratio: ratio } of await measure(networkOf(repeat(shrink(0.25), 3)))) {
      assertNear(cosine, [-1, -1, 1, 1], 'cosine');
      assertNear(ratio, [0.25, 0.25, 0.25, 0.25], 'ratio');
    }
  });

  test('Taylor terms and the true change of the loss follow from log(1 + e^±z)', async () => {
    // h behind T blocks is b^T h with b = 1 − a; z = b^2T s / 2 with s = ‖h‖², and z / b² without one of them.
    const [a, T] = [0.25, 3];
    const b = 1 - a;
    const sign = [1, 1, -1, -1];
    const z = (blocks: number, n: number): number => (sign[n]! * b ** (2 * blocks) * SQUARES[n]!) / 2;
    const loss = (x: number): number => Math.log1p(Math.exp(x));
    // F_i·∂L/∂h_i = −a h_i · b^(T−i+1) σ(z) b^T h and h_i = b^(i−1) h: the same for all blocks, and 1/b of it behind each
    const term = SQUARES.map((s, n) => (-a * b ** (2 * T) * sign[n]! * s) / (1 + Math.exp(-z(T, n))));
    for (const block of await measure(networkOf(repeat(shrink(a), T)))) {
      assertNear(block.taylorTerm, term, 'term');
      assertNear(block.taylorTermBehind, term.map((t) => t / b), 'term behind');
      assertNear(block.lossChange, SQUARES.map((_, n) => loss(z(T, n)) - loss(z(T - 1, n))), 'change');
    }
  });

  test('an image whose state is zero has neither ratio nor cosine; the others keep theirs', async () => {
    const dark = { ...IMAGES, images: IMAGES.images.map((pixel, i) => (i < 4 ? 0 : pixel)) };
    const [block] = await measureBlocks(engine, networkOf([shrink(0.25)]), dark, AS_THEY_ARE, { cosineLoss, l2Ratio });
    assert.ok(Number.isNaN(block!.cosineLoss[0]) && Number.isNaN(block!.l2Ratio[0]));
    assertNear(block!.cosineLoss.slice(1), [-1, 1, 1], 'cosine');
  });

  test('directions do not depend on how small the loss is: e^−95 for one, below the range of float32', async () => {
    for (const { cosineLoss: cosine, taylorTerm: term } of await measure(networkOf(repeat(shrink(0.25), 2), 500))) {
      assertNear(cosine, [-1, -1, 1, 1], 'cosine');
      assert.ok(term[2]! >= 0 && term[2]! < 1e-37, `a term of ${term[2]}`);
    }
  });

  test('a single image that is right is measured like any other', async () => {
    const one = { ...IMAGES, images: IMAGES.images.slice(8, 12), labels: Uint8Array.of(1), size: 1 };
    const [block] = await measureBlocks(engine, networkOf([shrink(-0.5)]), one, AS_THEY_ARE, analyses);
    assertNear(block!.cosineLoss, [-1], 'cosine');
    assertNear(block!.l2Ratio, [0.5], 'ratio');
  });

  test('blocks of all stages are listed in order; a stage without blocks has none', async () => {
    const { head: last } = networkOf([]);
    const stage = (blocks: number) => ({ transition: shrink(0.5), blocks: repeat(shrink(0.5), blocks) });
    const blocks = await measure({ stages: [stage(2), stage(0), stage(1)], head: last });
    assert.deepEqual(blocks.map(({ stage: s, block }) => [s, block]), [[1, 1], [1, 2], [3, 1]]);
  });
});

describe('unrolling the last block', () => {
  test('n more times is the network with n more of it, step by step: loss, answers and cosine', async () => {
    const shared = shrink(0.25);
    const { unrolled } = await unrollLastBlock(engine, networkOf(repeat(shared, 2)), IMAGES, AS_THEY_ARE, { steps: 3 });
    assert.deepEqual(unrolled.map(({ scale, steps }) => [scale, steps.length]), [[1, 4]]);
    for (const { step, loss, right, cosineLoss: cosine } of unrolled[0]!.steps) {
      const longer = await measure(networkOf(repeat(shared, 2 + step)));
      const z = SQUARES.map((s, n) => ((n < 2 ? 1 : -1) * 0.75 ** (2 * (2 + step)) * s) / 2);
      assertNear(loss, z.map((x) => Math.log1p(Math.exp(x))), `loss of step ${step}`);
      assert.deepEqual([...right], [0, 0, 1, 1]);
      assertNear(cosine, [...longer[longer.length - 1]!.cosineLoss], `cosine of step ${step}`);
    }
  });

  test('scaled by a takes a of each step, but the block itself as it is', async () => {
    // h ↦ h − h/2 once, then h ↦ h − a h/2: ‖h‖² is s/4 · (1 − a/2)^2k
    const [a] = [0.5];
    const { unrolled } = await unrollLastBlock(engine, networkOf([shrink(0.5)]), IMAGES, AS_THEY_ARE, { steps: 2, scales: [a] });
    for (const { step, loss } of unrolled[0]!.steps) {
      const z = SQUARES.map((s, n) => ((n < 2 ? 1 : -1) * (s / 4) * (1 - a / 2) ** (2 * step)) / 2);
      assertNear(loss, z.map((x) => Math.log1p(Math.exp(x))), `loss of step ${step}`);
    }
  });

  test('tells of images whose two highest probabilities are within the margin under the network as it is', async () => {
    // p₁ − p₀ = tanh(z/2) with z = s/8 = 0.15, 0.255, 0.15, 0.005
    const differences = SQUARES.map((s) => Math.tanh(s / 16));
    for (const margin of [0.01, 0.1, 0.2]) {
      const { borderline } = await unrollLastBlock(engine, networkOf([shrink(0.5)]), IMAGES, AS_THEY_ARE, { steps: 1, margin });
      assert.deepEqual([...borderline], differences.map((difference) => Number(difference < margin)));
    }
  });
});
