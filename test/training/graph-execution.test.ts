import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { BatchSampler } from '../../src/data/batch-sampler';
import { generator } from '../../src/data/random';
import type { Dataset } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { NetworkInput } from '../../src/networks/definition';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { EagerExecution } from '../../src/training/eager-execution';
import type { Execution } from '../../src/training/execution';
import { GraphExecution } from '../../src/training/graph-execution';
import { trainingSchema, type TrainingInput } from '../../src/training/settings';
import { disposeState, initialState, STATE_PARTS, type TrainingState } from '../../src/training/training-state';
import { severalClassesData } from '../objectives/several-classes-data';
import { smallData, smallNetwork } from './small-data';

let engine: Engine;
before(async () => {
  engine = await startEngine();
});

const STEPS = 20;
const sharing = (scale: boolean, shift: boolean, statistics: boolean): NetworkInput => ({
  ...smallNetwork,
  stages: smallNetwork.stages.map((stage) => ({ ...stage, sharing: { unsharedBlocks: 1, unshared: { scale, shift, statistics } } })),
});

/** Every kind of network, regularization, augmentation and task. */
const CASES: [name: string, network: NetworkInput, settings: Partial<TrainingInput>, data?: Dataset][] = [
  ['batch norm', smallNetwork, {}],
  ['batch norm, no biases, no weight decay', { ...smallNetwork, convolutionBias: false }, { weightDecay: 0 }],
  ['batch norm, λ = 0.5', smallNetwork, { coupling: 0.5 }],
  ['batch norm, λ = 1', smallNetwork, { coupling: 1 }],
  ['batch norm, λ = 0.5 by the sum', smallNetwork, { coupling: 0.5, couplingBy: 'sum' }],
  ['batch norm, c = 0.9', smallNetwork, { lipschitz: 0.9 }],
  ['batch norm, λ = 1, c = 0.7, flips and translations', smallNetwork, { coupling: 1, lipschitz: 0.7, augmentation: { horizontalFlip: true, translation: 2 } }],
  ['group norm, λ = 0.5, flips', { ...smallNetwork, normalization: 'group' }, { coupling: 0.5, augmentation: { horizontalFlip: true, translation: 0 } }],
  ['group norm, c = 0.7', { ...smallNetwork, normalization: 'group' }, { lipschitz: 0.7 }],
  ['no norm, blocks that start apart', { ...smallNetwork, normalization: 'none' }, { blockStart: 'independent' }],
  ['no norm, λ = 0.5, c = 0.9, translations', { ...smallNetwork, normalization: 'none' }, { coupling: 0.5, lipschitz: 0.9, augmentation: { horizontalFlip: false, translation: 1 } }],
  ['average pool between stages', { ...smallNetwork, stages: [smallNetwork.stages[0]!, { transition: { kind: 'averagePool' }, blocks: 2 }], headPool: 3 }, {}],
  ['blocks that share everything', sharing(false, false, false), {}],
  ['blocks that share their convolutions only', sharing(true, true, true), {}],
  ['blocks that share all but the statistics', sharing(false, false, true), {}],
  ['images of two classes', { ...smallNetwork, classes: 4 }, { coupling: 0.5, augmentation: { horizontalFlip: false, translation: 1 } }, severalClassesData],
];

function executions(network: NetworkInput, input: Partial<TrainingInput>, data = smallData): { graph: Execution; eager: Execution; sampler: () => BatchSampler; rate: (step: number) => number } {
  const residual = new ResidualNetwork(network);
  const settings = trainingSchema.parse({ seed: 3, epochs: 1, batchSize: 16, learningRate: { kind: 'constant', rate: 0.05 }, ...input });
  const start = () => initialState(engine, residual, settings);
  return {
    graph: new GraphExecution(engine, residual, data, settings, start()),
    eager: new EagerExecution(engine, residual, data, settings, start()),
    sampler: () => new BatchSampler(data.train, data, { batchSize: 16, lastBatch: 'drop', augmentation: settings.augmentation }, generator(3, 'batches')),
    rate: (step) => 0.05 / (1 + step), // fed, not part of the graph
  };
}

function assertSameBits(actual: TrainingState, expected: TrainingState): void {
  for (const part of STATE_PARTS) {
    assert.deepEqual(Object.keys(actual[part]), Object.keys(expected[part]));
    for (const [name, value] of Object.entries(expected[part])) {
      const bits = (numbers: Float32Array): string => Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex');
      assert.equal(bits(numbersOf(actual[part][name]!)), bits(numbersOf(value)), `${part} ${name}`);
    }
  }
}

describe(`${STEPS} steps as a graph compute the bits of ${STEPS} steps kernel by kernel:`, () => {
  for (const [name, network, settings, data] of CASES) {
    test(name, () => {
      const { graph, eager, sampler, rate } = executions(network, settings, data);
      const [ofGraph, ofEager] = [sampler(), sampler()];
      for (let step = 0; step < STEPS; step++) {
        assert.deepEqual(graph.step(ofGraph.nextOrder(), rate(step)), eager.step(ofEager.nextOrder(), rate(step)), `step ${step + 1}`);
      }
      const states = [graph.state(), eager.state()] as const;
      assertSameBits(...states);
      states.forEach(disposeState);
      graph.dispose();
      eager.dispose();
    });
  }
});

test('a session that is used again starts from the new state and the new images', () => {
  const first = executions(smallNetwork, { seed: 1 });
  const order = first.sampler().nextOrder();
  for (let step = 0; step < 3; step++) first.graph.step(order, 0.1);
  first.graph.dispose();
  first.eager.dispose();
  const darker = { ...smallData, train: { ...smallData.train, images: smallData.train.images.map((pixel) => pixel >> 1) } };
  const { graph, eager } = executions(smallNetwork, { seed: 2 }, darker);
  for (let step = 0; step < 3; step++) assert.deepEqual(graph.step(order, 0.1), eager.step(order, 0.1));
  graph.dispose();
  eager.dispose();
});

test('a step whose loss is not finite says so and leaves the state as it was', () => {
  for (const execution of Object.values(executions({ ...smallNetwork, normalization: 'none' }, { weightDecay: 0 })).filter((each): each is Execution => typeof each === 'object')) {
    const order = { indices: Int32Array.from({ length: 16 }, (_, i) => i), placements: Array.from({ length: 16 }, () => ({ flip: false, dy: 0, dx: 0 })) };
    execution.step(order, 1e30); // the parameters are beyond anything that a loss can be computed from
    const before = execution.state();
    assert.deepEqual(execution.step(order, 0.1), { loss: NaN, accuracy: NaN });
    const after = execution.state();
    assertSameBits(after, before);
    [before, after].forEach(disposeState);
    execution.dispose();
  }
});
