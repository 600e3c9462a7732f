import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../src/data/batch';
import type { ImageSet } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { numbersOf } from '../../src/engine/tensors';
import type { Value, Values } from '../../src/engine/values';
import { accuracyOf, runBlockPrograms, type BlockProgram } from '../../src/indices/block-programs';
import { CURVE_NAMES, curvePrograms } from '../../src/indices/curves';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/indices/measurable-network';
import { measureIndices } from '../../src/indices/measure-indices';
import { initialTensors } from '../../src/networks/initial-values';
import { inferencePass } from '../../src/networks/passes';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { smallData, smallNetwork } from '../training/small-data';

const residual = new ResidualNetwork(smallNetwork);
let engine: Engine;
let values: { readonly parameters: Values; readonly statistics: Values };
let network: MeasurableNetwork;
before(async () => {
  engine = await startEngine();
  const tensors = (specs: typeof residual.parameters) => initialTensors(engine.tf, specs, 1, 'independent');
  values = { parameters: tensors(residual.parameters), statistics: tensors(residual.statistics) };
  network = measurable({ network: residual, ...values });
});

/** All programs of the curves, and some that no curve has. */
const PROGRAMS: BlockProgram[] = [...CURVE_NAMES.flatMap((curve) => curvePrograms(curve, 3)), [3, 2, 1], [2], [2, 2, 2], []];

/** The network with every logit that its head computes written down. */
function withRecord(recorded: Float32Array[]): MeasurableNetwork {
  return {
    ...network,
    head: (ops, state) => {
      const logits = network.head(ops, state);
      recorded.push(Float32Array.from(numbersOf(logits)));
      return logits;
    },
  };
}

/** One stage's program at a time, from the images on, with nothing shared. */
function logitsOneByOne(set: ImageSet): Float32Array[] {
  const { tf } = engine;
  const ops = new Operations(engine.kernels);
  const batches = [...batchesInOrder(set, smallData, 500)];
  const programs = [...network.stages.keys()].flatMap((changed) => PROGRAMS.map((program) => [changed, program] as const));
  return batches.flatMap(({ images, shape }) =>
    programs.map(([changed, program]) =>
      tf.tidy(() => {
        let state: Value = tf.tensor(images, [...shape]);
        network.stages.forEach(({ transition, blocks }, s) => {
          state = transition(ops, state);
          const sequence = s === changed ? program.map((number) => blocks[number - 1]!) : blocks;
          for (const block of sequence) state = block(ops, state);
        });
        return Float32Array.from(numbersOf(network.head(ops, state)));
      }),
    ),
  );
}

const sorted = (logits: readonly Float32Array[]): string[] => [...new Set(logits.map((each) => Buffer.from(each.buffer).toString('hex')))].sort();

describe('block programs', () => {
  test('that share what they begin with give the logits of each program run alone, bit by bit', async () => {
    const shared: Float32Array[] = [];
    await runBlockPrograms(engine, withRecord(shared), [PROGRAMS, PROGRAMS], smallData.test, smallData);
    assert.deepEqual(sorted(shared), sorted(logitsOneByOne(smallData.test)));
  });

  test('say of every image under every program whether it is right', async () => {
    const { whole, stages } = await runBlockPrograms(engine, network, [PROGRAMS, PROGRAMS], smallData.test, smallData);
    const rightOf = (logits: Float32Array): number[] =>
      Array.from(smallData.test.labels, (label, n) => {
        const row = [...logits.subarray(3 * n, 3 * n + 3)];
        return Number(row.indexOf(Math.max(...row)) === label);
      });
    const expected = logitsOneByOne(smallData.test).map(rightOf);
    stages.forEach((ofStage, s) => ofStage.forEach((right, p) => assert.deepEqual([...right], expected[s * PROGRAMS.length + p], `stage ${s + 1}, program ${PROGRAMS[p]!.join()}`)));
    assert.deepEqual(whole, stages[0]![0]);
    assert.ok(new Set(stages.flat().map(accuracyOf)).size > 3, 'programs differ too little to tell them apart');
  });

  test('are right also where the images fill several batches, and report the fraction done', async () => {
    // More images than one batch holds, in an order of labels that differs between the batches.
    const [copies, { test: one }] = [11, smallData];
    const many: ImageSet = {
      ...one,
      size: copies * one.size,
      images: Uint8Array.from({ length: copies * one.images.length }, (_, i) => one.images[i % one.images.length]!),
      labels: Uint8Array.from({ length: copies * one.size }, (_, i) => one.labels[i % one.size]!),
    };
    const fractions: number[] = [];
    const { whole } = await runBlockPrograms(engine, network, [[], []], many, smallData, (fraction) => void fractions.push(fraction));
    const single = (await runBlockPrograms(engine, network, [[], []], one, smallData)).whole;
    assert.deepEqual([...whole], Array.from({ length: copies }, () => [...single]).flat());
    assert.deepEqual(fractions, [500 / 660, 1]);
  });
});

test('the measurable form of a network is its forward pass at inference, bit by bit', () => {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const images = tf.randomNormal([5, 6, 6, 1]);
  const state = network.stages.reduce<Value>((h, { transition, blocks }) => blocks.reduce((g, block) => block(ops, g), transition(ops, h)), images);
  const forward = residual.forward(inferencePass(ops, values.parameters, values.statistics), images);
  assert.deepEqual(numbersOf(network.head(ops, state)), numbersOf(forward));
});

describe('measuring leaves no tensors behind', () => {
  const count = (): number => engine.tf.memory().numTensors;
  const measure = (of: MeasurableNetwork, afterBatch?: () => void) => measureIndices(engine, of, smallData.test, smallData, 1 / 3, afterBatch);

  test('when it is done', async () => {
    await measure(network); // makes the constants that stay
    const before = count();
    await measure(network);
    assert.equal(count(), before);
  });

  test('when it is interrupted between batches; the error comes through', async () => {
    const before = count();
    const interrupt = new Error('interrupted');
    await assert.rejects(measure(network, () => {
      throw interrupt;
    }), interrupt);
    assert.equal(count(), before);
  });

  test('when a block fails', async () => {
    const before = count();
    let calls = 0;
    const failing: MeasurableNetwork = {
      ...network,
      stages: network.stages.map(({ transition, blocks }) => ({
        transition,
        blocks: blocks.map((block): Layer => (ops, state) => {
          if (++calls === 9) throw new Error('a block failed');
          return block(ops, state);
        }),
      })),
    };
    await assert.rejects(measure(failing), { message: 'a block failed' });
    assert.equal(count(), before);
  });
});
