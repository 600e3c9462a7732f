import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { BatchSampler } from '../../src/data/batch-sampler';
import { generator } from '../../src/data/random';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { Values } from '../../src/engine/values';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { evaluate } from '../../src/measuring/evaluate';
import { NonFiniteError } from '../../src/training/non-finite';
import type { TrainingInput } from '../../src/training/settings';
import { train } from '../../src/training/train';
import type { StepReport } from '../../src/training/trainer';
import { packedTensors, unpackedTensors } from '../../src/training/packed-state';
import { disposeState, initialState, stateShapes, stepState } from '../../src/training/training-state';
import { trainingStep } from '../../src/training/training-step';
import { runScript } from '../engine/in-process';
import { smallData, smallNetwork } from './small-data';
import { bitsOf, digest, trainedBits } from './trained-bits';

const settings: TrainingInput = { seed: 1, epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.1 } };
/** Everything at once, so that nothing is left out of what is tested. */
const everything: TrainingInput = { ...settings, coupling: 0.5, lipschitz: 0.5, augmentation: { horizontalFlip: true, translation: 1 } };
const network = new ResidualNetwork(smallNetwork);

let engine: Engine;
/** Every number after training with everything. */
let bits: Record<string, Float32Array>;
before(async () => {
  engine = await startEngine();
  bits = await trainedBits(engine, network, everything);
});

describe('training', () => {
  test('learns', async () => {
    const losses: number[] = [];
    const trained = await train(engine, network, smallData, { ...settings, epochs: 15 }, ({ loss }) => void losses.push(loss));
    const { accuracy, loss } = evaluate(engine, network, trained, smallData.test, smallData);
    trained.dispose();
    assert.ok(losses[0]! > Math.log(3) / 2, `the first loss is ${losses[0]}`);
    assert.ok(accuracy > 0.75 && loss < 0.8, `accuracy ${accuracy}, loss ${loss}`);
  });

  test('reports every step: its number, epoch, loss, accuracy, and the schedule’s rate', async () => {
    const reports: StepReport[] = [];
    const steps: TrainingInput = { ...settings, epochs: 3, learningRate: { kind: 'steps', rates: [0.1, 0.01], until: [2] } };
    (await train(engine, network, smallData, steps, (report) => void reports.push(report))).dispose();
    assert.deepEqual(reports.map(({ step, steps: all, epoch }) => [step, all, epoch]), Array.from({ length: 9 }, (_, i) => [i + 1, 9, (i + 1) / 3]));
    assert.deepEqual(reports.map(({ learningRate }) => learningRate), [0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.01, 0.01, 0.01]);
    for (const { loss, accuracy } of reports) assert.ok(loss > 0 && Number.isInteger(Math.round(accuracy * 32 * 1e6) / 1e6) && accuracy <= 1);
  });

  test('records its settings in full', async () => {
    const trained = await train(engine, network, smallData, settings);
    trained.dispose();
    assert.deepEqual(trained.settings, {
      ...settings,
      momentum: 0.9,
      weightDecay: 1e-4,
      augmentation: { horizontalFlip: false, translation: 0 },
      coupling: 0,
      couplingBy: 'mean',
      lipschitz: null,
      blockStart: 'same',
    });
  });

  test('gives the event loop its turn after every step, so that it can be interrupted', async () => {
    const seen: number[] = [];
    let turns = 0;
    const ticking = setInterval(() => turns++, 0);
    const trained = await train(engine, network, smallData, settings, () => void seen.push(turns));
    clearInterval(ticking);
    trained.dispose();
    assert.equal(seen.length, 6);
    assert.ok(new Set(seen).size === 6, `turns of the event loop by each step: ${seen.join(', ')}`);
  });

  test('shows the network’s values at a step, which later steps do not change', async () => {
    const seen: Float32Array[] = [];
    let early: { parameters: Values; dispose(): void } | undefined;
    const trained = await train(engine, network, smallData, settings, ({ step }, snapshot) => {
      if (step !== 2) return;
      early = snapshot();
      seen.push(numbersOf(early.parameters['head.dense.kernel']!).slice());
    });
    assert.deepEqual(numbersOf(early!.parameters['head.dense.kernel']!), seen[0]);
    assert.notDeepEqual(numbersOf(trained.parameters['head.dense.kernel']!), seen[0]);
    early!.dispose();
    trained.dispose();
  });
});

describe('one seed gives one result', () => {
  test('two trainings end in the same bits', async () => {
    assert.deepEqual(await trainedBits(engine, network, everything), bits);
  });

  test('also in another process', async () => {
    const { status, stdout, stderr } = await runScript('../training/print-trained.ts', { TRAINING: JSON.stringify(everything) });
    assert.equal(status, 0, stderr);
    assert.equal(stdout.trim(), digest(bits));
  });

  test('other seeds give other weights, all of them', async () => {
    const other = await trainedBits(engine, network, { ...everything, seed: 2 });
    for (const [name, one] of Object.entries(bits)) assert.notDeepEqual(one, other[name], name);
  });

  for (const [what, change] of Object.entries({ coupling: { coupling: 0.6 }, lipschitz: { lipschitz: 0.4 }, augmentation: { augmentation: { horizontalFlip: false, translation: 1 } }, blockStart: { blockStart: 'independent' }, momentum: { momentum: 0.8 }, weightDecay: { weightDecay: 1e-3 } })) {
    test(`${what} has an effect`, async () => {
      const name = 'stage1.block1.conv1.kernel';
      assert.notDeepEqual((await trainedBits(engine, network, { ...everything, ...change } as TrainingInput))[name], bits[name]);
    });
  }
});

describe('no tensor is left behind', () => {
  const count = (): number => engine.tf.memory().numTensors;

  test('after training, evaluation and disposal', async () => {
    const before = count();
    const trained = await train(engine, network, smallData, everything);
    assert.equal(count(), before + network.parameters.length + network.statistics.length, 'only parameters and statistics live on');
    evaluate(engine, network, trained, smallData.test, smallData);
    trained.dispose();
    assert.equal(count(), before);
  });

  for (const at of [1, 2, 5, 6]) {
    test(`when step ${at} of 6 is interrupted; the error comes through`, async () => {
      const before = count();
      const interrupt = new Error('interrupted');
      const training = train(engine, network, smallData, everything, ({ step }) => {
        if (step === at) throw interrupt;
      });
      await assert.rejects(training, interrupt);
      assert.equal(count(), before);
    });
  }

  test('when the loss stops being finite', async () => {
    const runaway: TrainingInput = { ...settings, learningRate: { kind: 'constant', rate: 1e30 } };
    await assert.rejects(train(engine, network, smallData, runaway)); // makes the constants that stay
    const before = count();
    await assert.rejects(train(engine, network, smallData, runaway));
    assert.equal(count(), before);
  });
});

test('training is its steps, one after the other, on the sampler’s augmented batches', async () => {
  const augmentation = { horizontalFlip: true, translation: 1 };
  const trained = await train(engine, network, smallData, { ...settings, learningRate: { kind: 'constant', rate: 0.05 }, epochs: 1, augmentation });
  const sampler = new BatchSampler(smallData.train, smallData, { batchSize: 32, lastBatch: 'drop', augmentation }, generator(1, 'batches'));
  const shapes = stateShapes(network, trained.settings);
  let packed = packedTensors(engine, initialState(engine, network, trained.settings), shapes);
  for (let step = 0; step < 3; step++) {
    const { images, shape, labels } = sampler.next();
    packed = stepState(engine.tf, packed, () => {
      const input = { images: engine.tf.tensor(images, [...shape]), labels: engine.tf.tensor1d(labels, 'int32'), learningRate: engine.tf.scalar(0.05) };
      return { state: trainingStep(engine.kernels, network, packed, input, trained.settings).next };
    }).state;
  }
  const state = unpackedTensors(engine, packed, shapes);
  assert.deepEqual(bitsOf(trained.parameters), bitsOf(state.parameters));
  assert.deepEqual(bitsOf(trained.statistics), bitsOf(state.statistics));
  trained.dispose();
  disposeState(state);
  disposeState(packed);
});

describe('numbers that are not finite stop the training', () => {
  const without = new ResidualNetwork({ ...smallNetwork, normalization: 'none' });
  const failure = (input: Partial<TrainingInput>) =>
    train(engine, without, smallData, { ...settings, ...input }).then(
      () => assert.fail('nothing was thrown'),
      (error: unknown) => error as Error,
    );

  test('naming the step and the first layer', async () => {
    const error = await failure({ learningRate: { kind: 'constant', rate: 1e20 } });
    assert.ok(error instanceof NonFiniteError);
    assert.match(error.message, /^Step [2-6] of 6 meets numbers that are not finite, first in layer stage1\.[a-z0-9.]+\. Lower the learning rate \(1\.00e\+20 at this step\) or use a normalization\.$/);
  });

  test('even where only the update of the last step would make them', async () => {
    const error = await failure({ epochs: 1, batchSize: 96, learningRate: { kind: 'constant', rate: 1e38 }, weightDecay: 1e30 });
    assert.ok(error instanceof NonFiniteError);
    assert.match(error.message, /^Step 1 of 1 meets numbers that are not finite, first in the new stage1\.transition\.kernel\. Lower the learning rate \(1\.00e\+38 at this step\) or use a normalization\.$/);
  });
});
