import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { NonFiniteError } from '../../src/training/non-finite';
import type { TrainingInput } from '../../src/training/settings';
import { Trainer, type StepReport, type TrainingPosition } from '../../src/training/trainer';
import { disposeState, STATE_PARTS } from '../../src/training/training-state';
import { smallData } from './small-data';

const settings: TrainingInput = { seed: 1, epochs: 2, batchSize: 32, learningRate: { kind: 'oneCycle', peak: 0.1 } };

/** Two blocks, so that there is something to couple, and little else. */
const smallNetwork: NetworkInput = { input: [6, 6, 1], classes: 3, groups: 2, stages: [{ transition: { kind: 'convolution', channels: 4 }, blocks: 2 }] };

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

/** Every bit of where a training stands, the sampler's generator among it. */
function bitsOf({ state, ...rest }: TrainingPosition): string {
  const tensors = STATE_PARTS.flatMap((part) => Object.entries(state[part]).map(([name, value]) => `${part}/${name} ${Buffer.from(numbersOf(value).slice().buffer).toString('hex')}`));
  disposeState(state);
  return JSON.stringify([rest, tensors]);
}

function finish(trainer: Trainer): { reports: StepReport[]; bits: string } {
  const reports: StepReport[] = [];
  while (trainer.step < trainer.steps) reports.push(trainer.advance());
  const bits = bitsOf(trainer.position());
  trainer.dispose();
  return { reports, bits };
}

describe('a training that is left in the middle of an epoch and gone on with ends with the bits of one that was not:', () => {
  const cases: [name: string, network: Partial<NetworkInput>, settings: Partial<TrainingInput>][] = [
    ['batch norm', {}, {}],
    ['group norm', { normalization: 'group' }, {}],
    ['coupling', {}, { coupling: 0.5 }],
    ['Lipschitz constraint', { normalization: 'none' }, { lipschitz: 0.7 }],
    ['all of it, augmented', {}, { coupling: 1, lipschitz: 0.5, augmentation: { horizontalFlip: true, translation: 1 } }],
  ];
  for (const [name, change, more] of cases) {
    test(name, () => {
      const network = new ResidualNetwork({ ...smallNetwork, ...change });
      const start = (from?: TrainingPosition): Trainer => new Trainer(engine, network, smallData, { ...settings, ...more }, from);
      const whole = finish(start());
      for (const left of [2, 4]) {
        const first = start();
        const reports = Array.from({ length: left }, () => first.advance());
        const position = first.position();
        first.dispose();
        const rest = finish(start(position));
        assert.deepEqual([...reports, ...rest.reports], whole.reports);
        assert.equal(rest.bits, whole.bits, `left after step ${left}`);
      }
    });
  }
});

test('a position that is not one of this training is refused, and lets go of its tensors', () => {
  const network = new ResidualNetwork(smallNetwork);
  const trainer = new Trainer(engine, network, smallData, settings);
  trainer.advance();
  const position = trainer.position();
  trainer.dispose();
  const tensors = engine.tf.memory().numTensors;
  assert.throws(() => new Trainer(engine, network, smallData, settings, { ...position, step: 2 }), /after step 2 of 6, but 1 batches were drawn: it is damaged/);
  assert.ok(engine.tf.memory().numTensors < tensors);
});

describe('a number that is not finite stops a training within its step, which changes nothing:', () => {
  const cases: [name: string, data: typeof smallData, network: Partial<NetworkInput>, settings: Partial<TrainingInput>, message: RegExp][] = [
    ['in the data', { ...smallData, standardDeviation: [1e-40] }, {}, {}, /^Step 1 of 6 meets numbers that are not finite, first in the images\./],
    ['in a layer', smallData, { initialResidualScale: 1e38 }, {}, /^Step 1 of 6 .* first in layer stage1\.block1\./],
    ['in a gradient', smallData, {}, { weightDecay: 3e38 }, /^Step 1 of 6 .* first in the gradient of stage1\./],
    ['in an update', smallData, {}, { learningRate: { kind: 'constant', rate: 1e38 }, weightDecay: 1e30 }, /^Step 1 of 6 .* first in the new stage1\.transition\.kernel\. Lower the learning rate/],
  ];
  for (const [name, data, change, more, message] of cases) {
    test(name, () => {
      const trainer = new Trainer(engine, new ResidualNetwork({ ...smallNetwork, normalization: 'none', ...change }), data, { ...settings, ...more });
      const state = (): string => bitsOf({ ...trainer.position(), sampler: null as never });
      const before = state();
      assert.throws(
        () => trainer.advance(),
        (error: unknown) => error instanceof NonFiniteError && message.test(error.message) ? true : assert.fail(String(error)),
      );
      assert.equal(state(), before);
      trainer.dispose();
    });
  }
});

test('1,000 steps, with their positions and the values seen between them, leave no tensor behind', () => {
  const network = new ResidualNetwork(smallNetwork);
  const trainer = new Trainer(engine, network, smallData, { ...settings, epochs: 400, coupling: 0.5, lipschitz: 0.9, augmentation: { horizontalFlip: true, translation: 1 } });
  const step = (): void => {
    trainer.advance();
    if (trainer.step % 10 > 0) return;
    disposeState(trainer.position().state);
    trainer.snapshot().dispose();
  };
  for (let i = 0; i < 10; i++) step();
  const before = engine.tf.memory();
  for (let i = 0; i < 1000; i++) step();
  const after = engine.tf.memory();
  trainer.dispose();
  assert.deepEqual([after.numTensors, after.numBytes], [before.numTensors, before.numBytes]);
});
