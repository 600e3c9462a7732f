import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { borderlineExamples } from '../../src/ideas/borderline-examples/measure';
import { cosineLoss } from '../../src/ideas/cosine-loss/measure';
import { l2Ratio } from '../../src/ideas/l2-ratio/measure';
import { measureBlocks } from '../../src/measuring/gradients/block-pass';
import { lossChange, taylorTerm, taylorTermBehind } from '../../src/ideas/taylor-term/measure';
import { unrollLastBlock } from '../../src/ideas/unrolling/measure';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/networks/measurable-network';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { integers, pytorchCases, tensors, TOLERANCE, type EncodedTensor, type EncodedTensors } from '../engine/pytorch';

const analyses = { cosineLoss, l2Ratio, taylorTerm, taylorTermBehind, lossChange };

/** What test/fixtures/pytorch/iterative_inference.py made. */
const expected = pytorchCases('iterative_inference') as {
  readonly pixels: EncodedTensor;
  readonly labels: EncodedTensor;
  readonly mean: number[];
  readonly standardDeviation: number[];
  readonly networks: readonly {
    readonly postActivation: boolean;
    readonly definition: NetworkInput;
    readonly parameters: EncodedTensors;
    readonly statistics: EncodedTensors;
    readonly blocks: readonly Record<keyof typeof analyses, number[]>[];
    readonly readouts: readonly Record<'loss' | 'right' | 'entropy' | 'margin', number[]>[];
    readonly unrolled: readonly { readonly scale: number; readonly steps: readonly Record<'loss' | 'right' | 'cosineLoss', number[]>[] }[];
  }[];
};

const [size, height, width, channels] = expected.pixels.shape as [number, number, number, number];
const set: ImageSet = {
  images: Uint8Array.from(integers(expected.pixels)),
  labels: Uint8Array.from(integers(expected.labels)),
  size,
  shape: [height, width, channels],
};

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

function networkOf({ definition, parameters, statistics, postActivation }: (typeof expected.networks)[number]): MeasurableNetwork {
  const { tf } = engine;
  const network = measurable({ network: new ResidualNetwork(definition), parameters: tensors(tf, parameters), statistics: tensors(tf, statistics) });
  if (!postActivation) return network;
  const then = (block: Layer): Layer => (ops, h) => ops.relu(block(ops, h));
  return { ...network, stages: network.stages.map(({ transition, blocks }) => ({ transition, blocks: blocks.map(then) })) };
}

/** Every image's number is PyTorch's, to a share of the largest, or of 1 for cosines. */
function assertNumbers(actual: ArrayLike<number>, wanted: readonly number[], what: string): void {
  const limit = TOLERANCE * (what.startsWith('cosine') ? 1 : Math.max(...wanted.map(Math.abs)));
  assert.equal(actual.length, wanted.length);
  wanted.forEach((value, n) => assert.ok(Math.abs(actual[n]! - value) <= limit, `${what}, image ${n}: ${actual[n]}, PyTorch has ${value}`));
}

for (const one of expected.networks) {
  describe(`as in PyTorch, for every image of a ${one.postActivation ? 'post' : 'pre'}-activation network:`, () => {
    test('cosine loss, ℓ2 ratio, Taylor terms and true change of the loss of every block', async () => {
      const blocks = await measureBlocks(engine, networkOf(one), set, expected, analyses);
      assert.deepEqual(blocks.map(({ stage, block }) => [stage, block]), [[1, 1], [1, 2], [2, 1], [2, 2], [2, 3]]);
      one.blocks.forEach((wanted, i) => {
        for (const [name, values] of Object.entries(wanted)) assertNumbers(blocks[i]![name as keyof typeof analyses], values, `${name} of block ${i + 1}`);
      });
    });

    test('loss, answer and entropy behind each of the last blocks, and who is borderline', async () => {
      const margin = 0.3;
      const { stage, readouts, borderline, alreadyCorrect } = await borderlineExamples(engine, networkOf(one), set, expected, { blocks: 2, margin });
      assert.equal(stage, 2);
      assert.deepEqual(readouts.map(({ block }) => block), [2, 3]);
      const last = one.readouts.slice(-2);
      last.forEach(({ loss, right, entropy }, i) => {
        assertNumbers(readouts[i]!.loss, loss, 'loss');
        assert.deepEqual([...readouts[i]!.right], right);
        assertNumbers(readouts[i]!.entropy, entropy, 'entropy');
      });
      assert.deepEqual([...borderline], last[1]!.margin.map((m) => Number(Math.abs(m) < margin)));
      assert.deepEqual([...alreadyCorrect], last[0]!.right);
    });

    test('loss, answer and cosine loss behind every extra step of the last block, unscaled and scaled', async () => {
      const margin = 0.3;
      const options = { steps: 3, scales: one.unrolled.map(({ scale }) => scale), margin };
      const { unrolled, borderline } = await unrollLastBlock(engine, networkOf(one), set, expected, options);
      assert.deepEqual([...borderline], one.readouts[2]!.margin.map((m) => Number(Math.abs(m) < margin)));
      one.unrolled.forEach(({ scale, steps }, s) =>
        steps.forEach(({ loss, right, cosineLoss: cosine }, k) => {
          const found = unrolled[s]!.steps[k]!;
          assert.equal(found.step, k);
          assertNumbers(found.loss, loss, `loss behind step ${k} at scale ${scale}`);
          assert.deepEqual([...found.right], right);
          assertNumbers(found.cosineLoss, cosine, `cosine loss of step ${k} at scale ${scale}`);
        }),
      );
    });
  });
}

test('the fixture tells groups of images apart', () => {
  for (const { readouts } of expected.networks) assert.ok(new Set(readouts.map(({ right }) => right.join())).size > 1);
  const { margin } = expected.networks[0]!.readouts[2]!;
  assert.ok(margin.some((m) => m > 0 && m < 0.3) && margin.some((m) => m < 0 && m > -0.3) && margin.some((m) => Math.abs(m) > 0.3));
});
