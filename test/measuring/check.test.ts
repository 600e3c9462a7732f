import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { randomBlockDrop } from '../../src/ideas/controls/random-blocks';
import { earlyReadout } from '../../src/ideas/early-readout/measure';
import { measureIndices } from '../../src/ideas/indices/measure';
import { cosineLoss } from '../../src/ideas/cosine-loss/measure';
import { USUAL_MEASURES } from '../../src/ideas/measures';
import { stateNorms } from '../../src/ideas/sharing/measure';
import { unrollLastBlock } from '../../src/ideas/unrolling/measure';
import { check } from '../../src/measuring/check';
import { measureBlocks } from '../../src/measuring/gradients/block-pass';
import { measureAll } from '../../src/measuring/measure-all';
import { runBlockPrograms } from '../../src/measuring/programs/program-results';
import type { Layer, MeasurableNetwork } from '../../src/networks/measurable-network';
import { smallData } from '../training/small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const set: ImageSet = { ...smallData.test, classes: 3 };
const same: Layer = (ops, h) => ops.scale(h, 1);
const block: Layer = (ops, h) => ops.add(h, ops.scale(ops.tanh(h), 0.5));
const logits = (outputs: number): Layer => (ops, h) => ops.matMul(ops.reshape(h, [h.shape[0]!, 36]), ops.constant(Array.from({ length: 36 * outputs }, (_, i) => Math.sin(i)), [36, outputs]));
const good: MeasurableNetwork = { stages: [{ transition: same, blocks: [block, block] }, { transition: same, blocks: [block, block, block] }], head: logits(3) };

const withBlock = (layer: Layer): MeasurableNetwork => ({ ...good, stages: [good.stages[0]!, { transition: same, blocks: [block, layer, block] }] });
const withTransition = (layer: Layer): MeasurableNetwork => ({ ...good, stages: [good.stages[0]!, { transition: layer, blocks: [block, block, block] }] });
const withHead = (head: Layer): MeasurableNetwork => ({ ...good, head });
const nothing = (() => undefined) as unknown as Layer;

/** What is wrong with a network, and the sentence that says so. */
const WRONG: Readonly<Record<string, readonly [MeasurableNetwork, string]>> = {
  'a block that changes the shape': [withBlock((ops, h) => ops.averagePool(h, 2)), 'Block 2 of stage 2 makes [11,3,3,1] of [11,6,6,1]: a residual block keeps its state’s shape; let the transition change it.'],
  'a block that doubles the batch': [withBlock((ops, h) => ops.concat([h, h])), 'Block 2 of stage 2 makes [22,6,6,1] of [11,6,6,1]: of 11 images it must make as many, along the first axis.'],
  'a transition that changes the batch': [withTransition((ops, h) => ops.concat([h, h])), 'The transition of stage 2 makes [22,6,6,1] of [11,6,6,1]: of 11 images it must make as many, along the first axis.'],
  'a transition that sums over the batch': [withTransition((ops, h) => ops.sum(h)), 'The transition of stage 2 makes [] of [11,6,6,1]: of 11 images it must make as many, along the first axis.'],
  'a block that returns nothing': [withBlock(nothing), 'Block 2 of stage 2 returns no value for [11,6,6,1]: let it return its result.'],
  'a transition that returns nothing': [withTransition(nothing), 'The transition of stage 2 returns no value for [11,6,6,1]: let it return its result.'],
  'a head that returns nothing': [withHead(nothing), 'The head returns no value for [11,6,6,1]: let it return its result.'],
  'a block that throws': [withBlock((ops, h) => ops.reshape(h, [60, 36])), 'Block 2 of stage 2 fails on [11,6,6,1]: Cannot reshape [11,6,6,1] to [60,36].'],
  'a head of maps': [withHead(same), 'The head makes [11,6,6,1]: it must make logits [batch, classes], a number for each class.'],
  'a head of one number an image': [withHead((ops, h) => ops.mean(h, [1, 2, 3])), 'The head makes [11]: it must make logits [batch, classes], a number for each class.'],
  'a head of more classes': [withHead(logits(64)), 'The head has 64 outputs, but the images have 3 classes: give it one for each class, or measure on the task that the network is for.'],
  'a head of fewer classes': [withHead(logits(2)), 'The head has 2 outputs, but the images have 3 classes: give it one for each class, or measure on the task that the network is for.'],
  'NaN from a block': [withBlock((ops, h) => ops.log(ops.scale(ops.square(h), -1))), 'Block 2 of stage 2 is the first to make NaN, of numbers that are none: see what it divides by or takes the root or logarithm of, and its weights.'],
  'NaN from the head': [withHead((ops, h) => ops.scale(logits(3)(ops, h), Number.NaN)), 'The head is the first to make NaN, of numbers that are none: see what it divides by or takes the root or logarithm of, and its weights.'],
};

const subject = (network: MeasurableNetwork) => ({ engine, network, set, normalization: smallData, chance: 1 / 3, seed: 1 });
const FUNCTIONS: Readonly<Record<string, (network: MeasurableNetwork) => unknown>> = {
  check: (network) => check(subject(network)),
  measureAll: (network) => measureAll(subject(network), USUAL_MEASURES),
  measureIndices: (network) => measureIndices(engine, network, set, smallData, 1 / 3),
  measureBlocks: (network) => measureBlocks(engine, network, set, smallData, { cosineLoss }),
  runBlockPrograms: (network) => runBlockPrograms(engine, network, [{ stage: 1, blocks: [1] }], set, smallData),
  earlyReadout: (network) => earlyReadout(engine, network, set, smallData),
  unrollLastBlock: (network) => unrollLastBlock(engine, network, set, smallData, { steps: 1 }),
  stateNorms: (network) => stateNorms(engine, network, set, smallData),
};
/** These say of numbers beyond float32's range that they are none. */
const WITH_NAN = ['unrollLastBlock', 'stateNorms'];

for (const [what, [network, message]] of Object.entries(WRONG)) {
  describe(`${what} is refused in one sentence by`, () => {
    for (const [name, measure] of Object.entries(FUNCTIONS)) {
      if (what.startsWith('NaN') && WITH_NAN.includes(name)) continue;
      test(name, async () => {
        const kept = engine.tf.memory().numTensors;
        let ran = 0;
        const counted: MeasurableNetwork = { ...network, stages: network.stages.map((stage) => ({ ...stage, transition: (ops, h) => (ran++, stage.transition(ops, h)) })) };
        await assert.rejects(async () => {
          await measure(counted);
        }, { message });
        assert.ok(ran <= network.stages.length, `${ran} transitions were run before it was refused`);
        assert.ok(engine.tf.memory().numTensors - kept <= 4, 'nothing but constants stays behind');
      });
    }
  });
}

describe('a good network passes, with a product of rank 3 in a block too:', () => {
  const product: Layer = (ops, h) => {
    const rows = ops.reshape(h, [h.shape[0]!, 6, 6]);
    return ops.add(h, ops.reshape(ops.matMul(ops.softmax(ops.matMul(rows, rows, false, true)), rows), h.shape));
  };
  for (const [name, measure] of Object.entries(FUNCTIONS)) {
    test(name, async () => {
      await measure(withBlock(product));
    });
  }
});

describe('what is wrong with the data is said:', () => {
  test('labels beyond the head, where nothing says how many classes there are', () => {
    const of = (head: number) => check({ engine, network: withHead(logits(head)), set: smallData.test, normalization: smallData });
    assert.throws(() => of(2), { message: 'The images have labels up to 2, but the head has 2 outputs: measure on the task that the network is for.' });
    of(64);
  });

  for (const chance of [10, 1, 0, -0.1, Number.NaN]) {
    test(`a chance of ${chance}`, async () => {
      const error = { name: 'RangeError', message: `The chance is ${chance}, but it is the accuracy of a chance predictor, between 0 and 1: give 1 / K for K classes.` };
      await assert.rejects(measureAll({ ...subject(good), chance }, USUAL_MEASURES), error);
      await assert.rejects(measureIndices(engine, good, set, smallData, chance), error);
      assert.throws(() => check({ ...subject(good), chance }), error);
      assert.throws(() => randomBlockDrop({ draws: 1, seed: 1, chance }), error);
    });
  }
});

test('where numbers may overflow, NaN is measured as it is', async () => {
  const measured = await measureAll({ ...subject(WRONG['NaN from a block']![0]), mayOverflow: true }, USUAL_MEASURES);
  assert.equal(measured.images, 60);
});
