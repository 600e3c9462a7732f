import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { ImageSet } from '../../../src/data/dataset';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { tensorOf } from '../../../src/engine/tensors';
import { blockDrop } from '../../../src/ideas/block-drop/measure';
import type { Layout, StageProgram } from '../../../src/measuring/programs/block-programs';
import type { Layer, MeasurableNetwork } from '../../../src/networks/measurable-network';
import { threeIndices } from '../../../src/ideas/indices/measure';
import { programCost } from '../../../src/measuring/programs/program-cost';
import { runBlockPrograms } from '../../../src/measuring/programs/program-results';
import { programTree } from '../../../src/measuring/programs/program-tree';
import type { ProgramOptions } from '../../../src/measuring/programs/run-programs';

const programsOf = (layout: Layout): StageProgram[] => [...threeIndices(0).programs(layout), ...blockDrop.programs(layout)];

describe('block evaluations of the three indices and the single-block drops', () => {
  const cost = (layout: Layout, transitions: readonly number[]) => programCost(layout, programsOf(layout), transitions);

  // A stage of two blocks. Early readout runs 12, 1 and nothing, late start 12, 2 and nothing, overrun 12, 122 and 1222,
  // the drops 2 and 1: 17 blocks in 11 programs, but only the states 1, 12, 122, 1222 and 2.
  test('of one stage of two blocks: 5 instead of 17', () => assert.deepEqual(cost([2], [0]), { shared: 5, separate: 17 }));
  test('with its transition, once instead of 11 times', () => assert.deepEqual(cost([2], [1]), { shared: 6, separate: 28 }));
  // A stage of one block has no curves, but its block can be dropped: that is 3 blocks (0 + 2) more, 2 of them new states.
  test('behind a stage of one block: its block is run once', () => {
    assert.deepEqual(cost([1, 2], [0, 0]), { shared: 5 + 1 + 2, separate: 17 + 11 + 2 });
  });
  // Before a stage of one block: that block runs once for each of the six states, and its own drop ends after 12.
  test('before a stage of one block: its block runs once for each distinct state', () => {
    assert.deepEqual(cost([2, 1], [0, 0]), { shared: 5 + 6, separate: 17 + 11 + 2 });
  });

  test('of a CIFAR ResNet-20 and ResNet-56 whose residual transitions count as a block: 0.29 and 0.38', () => {
    assert.deepEqual(cost([3, 2, 2], [0, 1, 1]), { shared: 91, separate: 314 });
    assert.deepEqual(cost([9, 8, 8], [0, 1, 1]), { shared: 1069, separate: 2801 });
  });
});

describe('a network that counts its states and evaluations', () => {
  const IMAGES: ImageSet = { images: new Uint8Array(40), labels: new Uint8Array(40), size: 40, shape: [1, 1, 1] };
  const [BYTES_PER_STATE, LAYOUT] = [4 * 4 * 4 * 8, [3, 2, 2]];
  let engine: Engine;
  before(async () => {
    engine = await startEngine();
  });

  /** Runs all programs; layers make a state of 4 × 4 × 8 numbers and nothing else. */
  async function counted(options: ProgramOptions) {
    const { tf } = engine;
    const seen = { layers: 0, largestBatch: 0, mostBytes: 0 };
    const before = tf.memory().numBytes;
    let checked = 0; // layers that the check before runs on images of its own
    const layer: Layer = (_, state) => {
      const next = tf.ones([state.shape[0]!, 4, 4, 8]);
      if (checked++ < LAYOUT.reduce((sum, blocks) => sum + 1 + blocks, 0)) return next;
      seen.layers++;
      seen.largestBatch = Math.max(seen.largestBatch, state.shape[0]!);
      seen.mostBytes = Math.max(seen.mostBytes, tf.memory().numBytes - before);
      return next;
    };
    const network: MeasurableNetwork = {
      stages: LAYOUT.map((blocks) => ({ transition: layer, blocks: Array.from({ length: blocks }, () => layer) })),
      head: (_, state) => tf.ones([tensorOf(state).shape[0], 2]),
    };
    await runBlockPrograms(engine, network, programsOf(LAYOUT), IMAGES, { mean: [0], standardDeviation: [1] }, options);
    return seen;
  }

  test('evaluates each state once a batch, and keeps four states at most', async () => {
    const { layers, largestBatch, mostBytes } = await counted({});
    const probes = LAYOUT.length; // one image through every transition, to learn the sizes of states
    assert.equal(layers, programCost(LAYOUT, programsOf(LAYOUT), [1, 1, 1]).shared + probes);
    assert.equal(largestBatch, 40);
    // Where a stage ends the rest and the overrun follow: its end is kept, and of the overrun the state that branches,
    // the input and the output of a block.
    assert.equal(mostBytes, 4 * 40 * BYTES_PER_STATE);
  });

  test('keeps within its memory budget by smaller batches', async () => {
    for (const images of [1, 7, 39]) {
      // four states, and three maps that are allowed for within a block
      const memoryBudget = (images + 0.5) * 7 * BYTES_PER_STATE;
      const { largestBatch, mostBytes } = await counted({ memoryBudget });
      assert.equal(largestBatch, images);
      assert.ok(mostBytes <= memoryBudget, `${mostBytes} bytes of ${memoryBudget}`);
    }
  });

  test('keeps few more states for random orders: one for each time that the rest branches again', () => {
    const orders: StageProgram[] = [[1, 2, 3], [1, 3, 2], [2, 1, 3], [2, 3, 1], [3, 1, 2], [3, 2, 1]].map((blocks) => ({ stage: 1, blocks }));
    assert.equal(programTree([3], orders.slice(0, 1)).held, 2);
    assert.equal(programTree([3], orders.slice(0, 2)).held, 3);
    assert.equal(programTree([3], orders).held, 4);
  });
});
