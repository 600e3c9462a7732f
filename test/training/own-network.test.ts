import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { startEngine, type Engine } from '../../src/engine/engine';
import { Operations } from '../../src/engine/operations';
import { differentiate } from '../../src/engine/tape';
import { numberOf, numbersOf } from '../../src/engine/tensors';
import type { Value, Values } from '../../src/engine/values';
import { measureIndices } from '../../src/ideas/indices/measure';
import { MEASURES } from '../../src/ideas/measures';
import { measureAll } from '../../src/measuring/measure-all';
import { convolutionNorm } from '../../src/networks/convolution-norm';
import { measurable } from '../../src/networks/measurable-network';
import { OwnNetwork } from '../../src/networks/own-network';
import { trainingPass } from '../../src/networks/passes';
import { untrained } from '../../src/networks/untrained';
import { crossEntropies } from '../../src/objectives/objective';
import { train } from '../../src/training/train';
import { Trainer } from '../../src/training/trainer';
import { EagerExecution } from '../../src/training/eager-execution';
import { initialState } from '../../src/training/training-state';
import { attention, mlp, sharedMlp } from '../networks/own-networks';
import { smallData } from './small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const networks = { 'a residual MLP': mlp, 'an MLP with shared weights': sharedMlp, 'convolutions with attention': attention };
const settings = { seed: 2, epochs: 12, batchSize: 16, learningRate: { kind: 'oneCycle', peak: 0.1 } } as const;

for (const [name, make] of Object.entries(networks)) {
  describe(`${name}:`, () => {
    test('gradients of all parameters are those of finite differences', () => {
      const { tf, kernels } = engine;
      const network = new OwnNetwork(make);
      const { parameters, statistics } = untrained(engine, network, { seed: 3, blockStart: 'independent' });
      tf.tidy(() => {
        const images = tf.randomNormal([6, 6, 6, 1], 0, 1, 'float32', 5);
        const labels = tf.tensor1d([0, 1, 2, 0, 1, 2], 'int32');
        const lossOf = (ops: Operations, values: Values): Value => ops.mean(crossEntropies(ops, network.forward(trainingPass(ops, values, statistics, {}), images), labels));
        const names = network.parameters.map((spec) => spec.name);
        const { gradients } = differentiate(kernels, (ops) => ({ loss: lossOf(ops, parameters) }), names.map((each) => parameters[each]!));
        names.forEach((each, i) => {
          // Along one direction, the gradient's own: the derivative is its length.
          const gradient = tf.tensor(numbersOf(gradients[i]!), [...gradients[i]!.shape]);
          const length = numberOf(tf.norm(gradient));
          if (length < 1e-3) return;
          const at = (step: number) => numberOf(lossOf(new Operations(kernels), { ...parameters, [each]: tf.add(parameters[each] as typeof gradient, tf.mul(gradient, step / length)) }));
          const found = (at(0.002) - at(-0.002)) / 0.004;
          assert.ok(Math.abs(found - length) <= 0.02 * length + 1e-3, `${each}: ${found}, not ${length}`);
        });
      });
    });

    // Where a graph multiplies by several constants TensorFlow merges these, which rounds differently.
    const share = make === attention ? 1e-5 : 0;
    test(`it learns, by the step as a graph and kernel by kernel ${share === 0 ? 'in the same bits' : 'alike'}`, async () => {
      const network = new OwnNetwork(make);
      const losses: number[] = [];
      const trained = await train(engine, network, smallData, { ...settings, coupling: 0.5 }, ({ loss }) => void losses.push(loss));
      assert.ok(losses[losses.length - 1]! < 0.7 * losses[0]!, `${losses[0]} to ${losses[losses.length - 1]}`);
      const trainer = new Trainer(engine, network, smallData, { ...settings, coupling: 0.5 });
      const eager = new EagerExecution(engine, network, smallData, trainer.settings, initialState(engine, network, trainer.settings));
      const order = { indices: Int32Array.from({ length: 16 }, (_, i) => i), placements: Array.from({ length: 16 }, () => ({ flip: false, dy: 0, dx: 0 })) };
      const graphStep = Reflect.get(trainer, 'execution') as typeof eager;
      for (const rate of [0.1, 0.05]) for (const execution of [graphStep, eager]) execution.step(order, rate);
      const [a, b] = [graphStep.state(), eager.state()];
      for (const spec of network.parameters) {
        const expected = numbersOf(b.parameters[spec.name]!);
        numbersOf(a.parameters[spec.name]!).forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) <= share, `${spec.name}: ${value}, not ${expected[i]}`));
      }
      trained.dispose();
      trainer.dispose();
      eager.dispose();
    });

    test('every measure is taken of it', async () => {
      const trained = await train(engine, new OwnNetwork(make), smallData, { ...settings, epochs: 1 });
      const subject = { engine, network: measurable(trained), values: trained, set: smallData.test, training: smallData.train, normalization: smallData, chance: 1 / 3, seed: 1 };
      const all = MEASURES.filter(({ name: of }) => of !== 'unrolled loss');
      const measured = await measureAll(subject, all);
      for (const measure of all) measured.rows(measure);
      trained.dispose();
    });
  });
}

describe('coupling', () => {
  test('at λ = 1 leaves the blocks identical, so that the Recurrence Index is exactly 1, and at 0.5 it does not', async () => {
    const network = new OwnNetwork(mlp);
    for (const [coupling, exact] of [[1, true], [0.5, false]] as const) {
      const trained = await train(engine, network, smallData, { ...settings, coupling });
      const of = (t: number, part: string) => numbersOf(trained.parameters[`stage1.block${t}.${part}`]!);
      for (const part of ['first', 'second', 'bias']) assert.equal(Buffer.compare(Buffer.from(of(1, part).buffer), Buffer.from(of(4, part).buffer)) === 0, exact, `${part} at ${coupling}`);
      if (exact) assert.equal((await measureIndices(engine, measurable(trained), smallData.test, smallData, 1 / 3)).recurrenceIndex, 1);
      trained.dispose();
    }
  });

  test('of blocks without parameters of their own is refused', async () => {
    const source = `() => ({
      input: [6, 6, 1],
      stages: [{ transition: ({ ops }, x) => ops.reshape(x, [x.shape[0], 36]), blocks: 2, block: ({ ops, shared }, h) => ops.add(h, ops.tanh(ops.matMul(h, shared.weight('kernel', [36, 36])))) }],
      head: ({ ops, weight }, h) => ops.matMul(h, weight('kernel', [36, 3])),
    })`;
    await assert.rejects(train(engine, new OwnNetwork(source), smallData, { ...settings, coupling: 0.5 }), { message: 'No block has parameters of its own, so there are no gradients to couple: set "coupling" to 0.' });
  });
});

test('the Lipschitz constraint holds for matrices and kernels, shared ones too', async () => {
  for (const make of Object.values(networks)) {
    const network = new OwnNetwork(make);
    const trained = await train(engine, network, smallData, { ...settings, epochs: 3, lipschitz: 0.4 });
    const inBlocks = network.parameters.filter(({ name, role }) => /block|shared/.test(name) && (role === 'kernel' || role === 'dense'));
    assert.ok(inBlocks.length > 0);
    for (const { name } of inBlocks) {
      const [height, width] = network.stateShapes[Number(name[5]) - 1]!;
      const norm = convolutionNorm(engine, trained.parameters[name]!, height, width);
      assert.ok(norm <= 0.4 * (1 + 1e-4), `${name} has norm ${norm}`);
    }
    trained.dispose();
  }
});
