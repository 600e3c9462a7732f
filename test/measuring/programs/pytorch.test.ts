import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { blockDrop } from '../../../src/ideas/block-drop/measure';
import { blockShuffling, blockSwapping, type BlockOrders } from '../../../src/ideas/controls/block-order';
import { earlyReadout } from '../../../src/ideas/early-readout/measure';
import { randomBlockDrop } from '../../../src/ideas/controls/random-blocks';
import type { ImageSet } from '../../../src/data/dataset';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { measurable, type MeasurableNetwork } from '../../../src/networks/measurable-network';
import { threeIndices } from '../../../src/ideas/indices/measure';
import { measurePrograms, type Outcomes } from '../../../src/measuring/programs/program-analysis';
import type { NetworkInput } from '../../../src/networks/definition';
import { ResidualNetwork } from '../../../src/networks/residual-network';
import { integers, pytorchCases, tensors, type EncodedTensor, type EncodedTensors } from '../../engine/pytorch';

/** What a stage comes to (test/fixtures/pytorch/block_programs.py); curves are normalized, everything else is accuracy. */
interface StageCase {
  readonly earlyReadout: number[];
  readonly lateStart: number[];
  readonly overrun: number[];
  readonly convergenceIndex: number;
  readonly recurrenceIndex: number;
  readonly divergenceIndex: number;
  readonly blockDrop: number[];
  readonly orders: Readonly<Record<string, number>>;
  readonly swaps: Readonly<Record<string, number>>;
  readonly randomDrop: number[];
}

interface Case {
  readonly definition: NetworkInput;
  readonly parameters: EncodedTensors;
  readonly statistics: EncodedTensors;
  /** test images, then as many training images */
  readonly pixels: string;
  readonly images: number;
  readonly mean: number[];
  readonly standardDeviation: number[];
  readonly labels: EncodedTensor;
  readonly batch: number;
  readonly accuracy: number;
  readonly stages: StageCase[];
  readonly earlyReadout: { readonly accuracy: number[]; readonly loss: number[]; readonly entropy: number[] };
  readonly reestimated: { readonly accuracy: number; readonly stages: StageCase[] };
}

const [one] = pytorchCases('block_programs') as [Case];
const [height, width, channels] = one.definition.input;
const imagesFrom = (start: number): ImageSet => {
  const length = one.images * height * width * channels;
  const pixels = Uint8Array.from(Buffer.from(one.pixels, 'base64')).subarray(start * length, (start + 1) * length);
  return { images: pixels, labels: Uint8Array.from(integers(one.labels)), size: one.images, shape: [height, width, channels] };
};
const [testImages, trainingImages] = [imagesFrom(0), imagesFrom(1)];

let engine: Engine;
let network: MeasurableNetwork;
before(async () => {
  engine = await startEngine();
  const { tf } = engine;
  network = measurable({ network: new ResidualNetwork(one.definition), parameters: tensors(tf, one.parameters), statistics: tensors(tf, one.statistics) });
});

/** As many draws as there are: all orders, all choices. */
const analyses = {
  indices: threeIndices(1 / 3),
  blockDrop,
  shuffling: blockShuffling({ orders: 100, seed: 1 }),
  swapping: blockSwapping,
  randomDrop: randomBlockDrop({ draws: 100, seed: 1, chance: 1 / 3 }),
};

function assertNear(actual: readonly number[], expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  actual.forEach((value, i) => assert.ok(Math.abs(value - expected[i]!) < 1e-6, `${what}: number ${i} is ${value}, PyTorch has ${expected[i]}`));
}

const byOrder = ({ stages }: BlockOrders, s: number): Record<string, number> =>
  Object.fromEntries(stages[s]!.orders.map(({ blocks, accuracy }) => [blocks.join(), accuracy]));

function assertStages(outcomes: Outcomes<typeof analyses>, accuracy: number, expected: readonly StageCase[]): void {
  assertNear([outcomes.indices.accuracy, outcomes.blockDrop.whole], [accuracy, accuracy], 'accuracy');
  expected.forEach((stage, s) => {
    const { curves, convergenceIndex, recurrenceIndex, divergenceIndex } = outcomes.indices.stages[s]!;
    assertNear(curves['early readout'].normalizedAccuracy, stage.earlyReadout, 'early readout');
    assertNear(curves['late start'].normalizedAccuracy, stage.lateStart, 'late start');
    assertNear(curves.overrun.normalizedAccuracy, stage.overrun, 'overrun');
    const indices = [stage.convergenceIndex, stage.recurrenceIndex, stage.divergenceIndex];
    assertNear([convergenceIndex, recurrenceIndex, divergenceIndex], indices, 'indices');
    assertNear(outcomes.blockDrop.stages[s]!.accuracy, stage.blockDrop, 'block drop');
    assertNear(outcomes.randomDrop[s]!.curve.accuracy, stage.randomDrop, 'random block drop');
    const [orders, swaps] = [byOrder(outcomes.shuffling, s), byOrder(outcomes.swapping, s)];
    assert.deepEqual([Object.keys(orders).sort(), Object.keys(swaps)], [Object.keys(stage.orders).sort(), Object.keys(stage.swaps)]);
    for (const [order, value] of Object.entries(stage.orders)) assertNear([orders[order]!], [value], `order ${order}`);
    for (const [order, value] of Object.entries(stage.swaps)) assertNear([swaps[order]!], [value], `order ${order}`);
  });
}

describe('a network with PyTorch’s weights has PyTorch’s accuracies', () => {
  test('in every curve, index, drop, order and choice of blocks', async () => {
    const { outcomes } = await measurePrograms(engine, network, analyses, testImages, one);
    assertStages(outcomes, one.accuracy, one.stages);
  });

  test('in all of them with statistics that are estimated anew for every program, over several batches', async () => {
    // Training batches allow for two states of 7 × 6 × 4 numbers and three more. PyTorch's statistics are of batches of as many images.
    const memoryBudget = (one.batch + 0.5) * 4 * (7 * 6 * 4) * (2 + 3);
    const { outcomes } = await measurePrograms(engine, network, analyses, testImages, one, { training: trainingImages, memoryBudget });
    assertStages(outcomes, one.reestimated.accuracy, one.reestimated.stages);
  });

  test('and losses and entropies, at every early readout of the last stage', async () => {
    const { stage, accuracy, loss, entropy, images } = await earlyReadout(engine, network, testImages, one);
    assert.equal(stage, 2);
    assertNear(accuracy, one.earlyReadout.accuracy, 'accuracy');
    assertNear(loss, one.earlyReadout.loss, 'loss');
    assertNear(entropy, one.earlyReadout.entropy, 'entropy');
    assertNear(images.map(({ right }) => right.reduce((sum, each) => sum + each, 0) / one.images), accuracy, 'share of right images');
  });
});
