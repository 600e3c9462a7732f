import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { borderlineExamples } from '../../src/ideas/borderline-examples/measure';
import { cosineLoss } from '../../src/ideas/cosine-loss/measure';
import { measureBlocks, type ProgressOptions } from '../../src/measuring/gradients/block-pass';
import { lossChange } from '../../src/ideas/taylor-term/measure';
import { chooseScale, unrollLastBlock } from '../../src/ideas/unrolling/measure';
import { startEngine, type Engine } from '../../src/engine/engine';
import { tensorOf } from '../../src/engine/tensors';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { initialTensors } from '../../src/networks/initial-values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { smallData, smallNetwork } from '../training/small-data';

let engine: Engine;
let network: MeasurableNetwork;
before(async () => {
  engine = await startEngine();
  const residual = new ResidualNetwork(smallNetwork);
  const tensors = (specs: typeof residual.parameters) => initialTensors(engine.tf, specs, 1, 'independent');
  network = measurable({ network: residual, parameters: tensors(residual.parameters), statistics: tensors(residual.statistics) });
});

/** 60 images are fewer than a batch; these are more. */
const many = {
  ...smallData.test,
  size: 120,
  images: Uint8Array.from([...smallData.test.images, ...smallData.test.images]),
  labels: Uint8Array.from([...smallData.test.labels, ...smallData.test.labels]),
};

const run: Readonly<Record<string, (network: MeasurableNetwork, options?: ProgressOptions) => Promise<unknown>>> = {
  'analyses of blocks': (of, options) => measureBlocks(engine, of, many, smallData, { cosineLoss, lossChange }, options),
  'borderline examples': (of, options) => borderlineExamples(engine, of, many, smallData, { ...options, memoryBudget: 300_000 }),
  unrolling: (of, options) => unrollLastBlock(engine, of, many, smallData, { ...options, steps: 2, scales: [1, 0.5] }),
};

/** The network with another second block in its first stage. */
function withBlock(layer: Layer): MeasurableNetwork {
  const [first, ...rest] = network.stages;
  return { ...network, stages: [{ ...first!, blocks: [first!.blocks[0]!, layer, first!.blocks[2]!] }, ...rest] };
}

for (const [name, measure] of Object.entries(run)) {
  describe(`${name}:`, () => {
    test('no tensor stays behind, and the fraction done rises to 1', async () => {
      await measure(network); // makes the constants that stay
      const kept = engine.tf.memory().numTensors;
      const fractions: number[] = [];
      await measure(network, { onFraction: (fraction) => void fractions.push(fraction) });
      assert.equal(engine.tf.memory().numTensors, kept);
      assert.deepEqual(fractions, [...fractions].sort((a, b) => a - b));
      assert.equal(fractions[fractions.length - 1], 1);
    });

    test('an interrupt between batches comes through and leaves nothing behind', async () => {
      const kept = engine.tf.memory().numTensors;
      const interrupt = new Error('interrupted');
      await assert.rejects(measure(network, { onFraction: () => Promise.reject(interrupt) }), interrupt);
      assert.equal(engine.tf.memory().numTensors, kept);
    });

    if (name !== 'analyses of blocks') test('a last stage without blocks is refused', async () => {
      const stages = [...network.stages, { transition: network.stages[1]!.transition, blocks: [] }];
      await assert.rejects(measure({ ...network, stages }), /The last stage of the network has no block, so there is no/);
    });
  });
}

describe('what has no gradient is refused by name:', () => {
  const differentiating = ['analyses of blocks', 'unrolling'] as const;

  test('a block that computes with tfjs, wholly or in part, before anything runs', async () => {
    const { tf } = engine;
    const wholly: Layer = (_, h) => tf.mul(tensorOf(h), 2);
    const inPart: Layer = (ops, h) => ops.add(h, tf.tanh(tensorOf(h)));
    const looking: Layer = (_, h) => tensorOf(h).clone();
    for (const block of [wholly, inPart, looking]) {
      for (const name of differentiating) {
        await assert.rejects(
          run[name]!(withBlock(block)),
          /^Error: Block 2 of stage 1 cannot be differentiated, since it does not run on the operations alone that it is given \(.+\)\. Write it with these \(src\/engine\/operations\.ts\), not with functions of tfjs\.$/,
        );
      }
    }
  });

  test('a block with an operation that has no gradient', async () => {
    await assert.rejects(
      run['analyses of blocks']!(withBlock((ops, h) => ops.add(h, ops.sign(h)))),
      /^Error: Block 2 of stage 1 cannot be differentiated: The operation Sign has no gradient/,
    );
  });

  test('a block that changes the shape of its state', async () => {
    await assert.rejects(run['analyses of blocks']!(withBlock((ops, h) => ops.averagePool(h, 2))), {
      message: 'Block 2 of stage 1 makes [11,3,3,4] of [11,6,6,4]: a residual block keeps its state’s shape; let the transition change it.',
    });
  });
});

describe('what does not fit is refused:', () => {
  test('labels that the head does not know', async () => {
    const wrong = { ...smallData.test, labels: smallData.test.labels.map((label) => label + 1) };
    const message = 'The images have labels up to 3, but the head has 3 outputs: measure on the task that the network is for.';
    await assert.rejects(measureBlocks(engine, network, wrong, smallData, { cosineLoss }), { message });
    await assert.rejects(unrollLastBlock(engine, network, wrong, smallData), { message });
    await assert.rejects(borderlineExamples(engine, network, wrong, smallData), { message });
  });

  test('numbers of blocks or steps that are none', async () => {
    await assert.rejects(borderlineExamples(engine, network, smallData.test, smallData, { blocks: 0 }), RangeError);
    await assert.rejects(unrollLastBlock(engine, network, smallData.test, smallData, { steps: -1 }), RangeError);
  });
});

describe('the scale of unrolling', () => {
  const unrolled = (scale: number, ...losses: number[]) => ({
    scale,
    steps: [{ step: 0, loss: Float32Array.of(0, 0), right: Uint8Array.of(1, 1), cosineLoss: Float32Array.of(0, 0) }, { step: 1, loss: Float32Array.from(losses), right: Uint8Array.of(1, 1), cosineLoss: Float32Array.of(0, 0) }],
  });

  test('is the one of the lowest mean loss behind the last step, one that diverges never', () => {
    assert.equal(chooseScale([unrolled(1, 2, 0.5), unrolled(0.5, 1, 1), unrolled(0.1, 1, 1.1), unrolled(0.2, Number.NaN, 0)]), 0.5);
    assert.throws(() => chooseScale([unrolled(1, Infinity, 0)]), { message: 'No scale keeps the loss finite: ask for smaller ones.' });
  });
});
