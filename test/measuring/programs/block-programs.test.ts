import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../../src/data/batch';
import type { ImageSet } from '../../../src/data/dataset';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { Operations } from '../../../src/engine/operations';
import { numbersOf } from '../../../src/engine/tensors';
import type { Value, Values } from '../../../src/engine/values';
import { networkProgram, type BlockProgram, type StageProgram } from '../../../src/measuring/programs/block-programs';
import { CURVE_NAMES, curvePrograms } from '../../../src/ideas/indices/curves';
import { measurable, type Layer, type MeasurableNetwork } from '../../../src/networks/measurable-network';
import { measureIndices } from '../../../src/ideas/indices/measure';
import { accuracyOf, runBlockPrograms } from '../../../src/measuring/programs/program-results';
import type { ProgramOptions } from '../../../src/measuring/programs/run-programs';
import { initialTensors } from '../../../src/networks/initial-values';
import { inferencePass } from '../../../src/networks/passes';
import { ResidualNetwork } from '../../../src/networks/residual-network';
import { smallData, smallNetwork } from '../../training/small-data';

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

/** All programs of the curves, and some that no curve has, of both stages. */
const LAYOUT = [3, 3];
const OF_A_STAGE: BlockProgram[] = [...CURVE_NAMES.flatMap((curve) => curvePrograms(curve, 3)), [3, 2, 1], [2], [2, 2, 2], []];
const PROGRAMS: StageProgram[] = [1, 2].flatMap((stage) => OF_A_STAGE.map((blocks) => ({ stage, blocks })));

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

/** One program at a time, from the images on, with nothing shared. */
function logitsOneByOne(set: ImageSet): Float32Array[] {
  const { tf } = engine;
  const ops = new Operations(engine.kernels);
  return [...batchesInOrder(set, smallData, 500)].flatMap(({ images, shape }) =>
    PROGRAMS.map((program) =>
      tf.tidy(() => {
        let state: Value = tf.tensor(images, [...shape]);
        networkProgram(LAYOUT, program).forEach((numbers, s) => {
          const { transition, blocks } = network.stages[s]!;
          state = transition(ops, state);
          for (const number of numbers) state = blocks[number - 1]!(ops, state);
        });
        return Float32Array.from(numbersOf(network.head(ops, state)));
      }),
    ),
  );
}

const hexadecimal = (logits: readonly Float32Array[]): string[] => logits.map((each) => Buffer.from(each.buffer).toString('hex')).sort();

describe('block programs', () => {
  const run = (of: MeasurableNetwork, set = smallData.test, options?: ProgramOptions) => runBlockPrograms(engine, of, PROGRAMS, set, smallData, options);

  test('that share what they begin with give the logits of each program run alone, bit by bit, each distinct one once', async () => {
    const shared: Float32Array[] = [];
    await run(withRecord(shared));
    const distinct = new Set(PROGRAMS.map((program) => networkProgram(LAYOUT, program).join('/'))).size;
    assert.equal(shared.length - 1, distinct, 'once in the check before');
    assert.deepEqual([...new Set(hexadecimal(shared.slice(1)))], [...new Set(hexadecimal(logitsOneByOne(smallData.test)))]);
  });

  test('say of every image under every program whether it is right', async () => {
    const results = await run(network);
    const rightOf = (logits: Float32Array): number[] =>
      Array.from(smallData.test.labels, (label, n) => {
        const row = [...logits.subarray(3 * n, 3 * n + 3)];
        return Number(row.indexOf(Math.max(...row)) === label);
      });
    const expected = logitsOneByOne(smallData.test).map(rightOf);
    PROGRAMS.forEach((program, p) => {
      assert.deepEqual([...results.correctness(program)], expected[p], `stage ${program.stage}, program ${program.blocks.join()}`);
      assert.equal(results.of(program), accuracyOf(results.correctness(program)));
    });
    assert.equal(results.whole, accuracyOf(Uint8Array.from(expected[0]!)));
    assert.ok(new Set(PROGRAMS.map((program) => results.of(program))).size > 3, 'programs differ too little to tell them apart');
  });

  test('are right also where the images fill several batches; the fraction done rises to 1', async () => {
    // More images than one batch holds, in an order of labels that differs between the batches.
    const [copies, { test: one }] = [11, smallData];
    const many: ImageSet = {
      ...one,
      size: copies * one.size,
      images: Uint8Array.from({ length: copies * one.images.length }, (_, i) => one.images[i % one.images.length]!),
      labels: Uint8Array.from({ length: copies * one.size }, (_, i) => one.labels[i % one.size]!),
    };
    const fractions: number[] = [];
    const [all, single] = [await run(network, many, { onFraction: (fraction) => void fractions.push(fraction) }), await run(network)];
    for (const program of PROGRAMS) {
      assert.deepEqual([...all.correctness(program)], Array.from({ length: copies }, () => [...single.correctness(program)]).flat());
    }
    assert.ok(fractions.includes(500 / 660) && fractions[fractions.length - 1] === 1);
    assert.ok(fractions.every((fraction, i) => i === 0 || fraction > fractions[i - 1]!));
  });

  test('that a network cannot run, and a budget that holds no image, are refused before anything runs', async () => {
    const untouchable: Layer = () => assert.fail('the network ran');
    const stage = { transition: untouchable, blocks: [untouchable, untouchable] };
    const refused = (program: StageProgram, message: string) =>
      assert.rejects(runBlockPrograms(engine, { stages: [stage], head: untouchable }, [program], smallData.test, smallData), { name: 'RangeError', message });
    await refused({ stage: 2, blocks: [1] }, 'A program is for stage 2, but the network has stages 1 to 1.');
    await refused({ stage: 1, blocks: [1, 3] }, 'The program 1,3 runs block 3, but stage 1 of the network has 2 blocks, counted from 1.');
    await refused({ stage: 1, blocks: [0] }, 'The program 0 runs block 0, but stage 1 of the network has 2 blocks, counted from 1.');
    // A state has 6 × 6 × 4 numbers; four states at once, and three maps within a block.
    await assert.rejects(run(network, smallData.test, { memoryBudget: 4031 }), {
      name: 'RangeError',
      message: 'The memory budget of 4031 bytes does not hold the 4 states of one image: allow 4032 bytes or more.',
    });
  });

  test('of which one has logits that are not numbers, beyond the first images: no image is right', async () => {
    const lost: MeasurableNetwork = { ...network, head: (ops, state) => (state.shape[0] === 60 ? engine.tf.fill([60, 3], NaN) : network.head(ops, state)) };
    assert.equal((await run(lost)).whole, 0);
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
  const measure = (of: MeasurableNetwork, options?: ProgramOptions) => measureIndices(engine, of, smallData.test, smallData, 1 / 3, options);

  test('when it is done', async () => {
    await measure(network); // makes the constants that stay
    const before = count();
    await measure(network);
    assert.equal(count(), before);
  });

  test('when it is interrupted on the way; the error comes through', async () => {
    const before = count();
    const interrupt = new Error('interrupted');
    const afterSome = (fraction: number): void => {
      if (fraction > 0.3) throw interrupt;
    };
    await assert.rejects(measure(network, { onFraction: afterSome }), interrupt);
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

  test('when blocks return the state that they were given', async () => {
    const idle: MeasurableNetwork = {
      ...network,
      stages: network.stages.map(({ transition, blocks }) => ({ transition, blocks: blocks.map((): Layer => (_, state) => state) })),
    };
    const before = count();
    const { accuracy, stages } = await measure(idle);
    assert.equal(count(), before);
    for (const { curves } of stages) for (const curve of Object.values(curves)) assert.ok(curve.accuracy.every((each) => each === accuracy));
  });
});
