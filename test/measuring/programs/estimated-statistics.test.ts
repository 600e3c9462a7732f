import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { threeIndices } from '../../../src/ideas/indices/measure';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { tensorOf } from '../../../src/engine/tensors';
import type { Values } from '../../../src/engine/values';
import { programsOfStages, wholeStage, type StageProgram } from '../../../src/measuring/programs/block-programs';
import { measurePrograms } from '../../../src/measuring/programs/program-analysis';
import { programCost } from '../../../src/measuring/programs/program-cost';
import { readPrograms } from '../../../src/measuring/programs/run-programs';
import { numbersOf } from '../../../src/engine/tensors';
import { initialTensors } from '../../../src/networks/initial-values';
import { measurable, type Layer, type MeasurableNetwork } from '../../../src/networks/measurable-network';
import { ResidualNetwork } from '../../../src/networks/residual-network';
import { smallData, smallNetwork } from '../../training/small-data';

let engine: Engine;
/** Batch norm, two stages of three blocks that start from equal values, as they stay at λ = 1; every stored statistic is its own. */
let network: MeasurableNetwork;
before(async () => {
  engine = await startEngine();
  const { tf } = engine;
  const residual = new ResidualNetwork(smallNetwork);
  const parameters = initialTensors(tf, residual.parameters, 1, 'same');
  const statistics: Values = Object.fromEntries(
    Object.entries(initialTensors(tf, residual.statistics, 1, 'same')).map(([name, value], i) => [name, tf.add(tensorOf(value), tf.randomUniform(value.shape as [number], 0, 1, 'float32', i))]),
  );
  network = measurable({ network: residual, parameters, statistics });
});

const LAYOUT = [3, 3];
const logitsUnder = async (programs: readonly StageProgram[], of = network): Promise<Float32Array[]> => {
  const logits = programs.map((): number[] => []);
  await readPrograms(engine, of, programs, smallData.test, smallData, (program, said) => logits[program]!.push(...numbersOf(said)), { training: smallData.train });
  return logits.map((each) => Float32Array.from(each));
};

describe('statistics that are estimated anew', () => {
  test('are those of the program alone: what it is run together with changes no bit', async () => {
    const programs = programsOfStages(LAYOUT, (blocks) => [[], [2], [1, 2], [3, 1], wholeStage(blocks), [1, 2, 3, 3, 3]]);
    const together = await logitsUnder(programs);
    for (const [i, program] of programs.entries()) assert.deepEqual((await logitsUnder([program]))[0], together[i], `program ${program.blocks.join()} of stage ${program.stage}`);
  });

  test('make equal blocks exactly recurrent with batch norm too: any blocks will do, and the Recurrence Index is 1', async () => {
    const [first, last, same] = await logitsUnder([{ stage: 1, blocks: [1, 2] }, { stage: 1, blocks: [2, 3] }, { stage: 1, blocks: [3, 3] }]);
    assert.deepEqual([last, same], [first, first]);
    const { outcomes } = await measurePrograms(engine, network, { indices: threeIndices(0) }, smallData.test, smallData, { training: smallData.train });
    assert.equal(outcomes.indices.recurrenceIndex, 1);
    const { outcomes: stored } = await measurePrograms(engine, network, { indices: threeIndices(0) }, smallData.test, smallData);
    assert.notEqual(stored.indices.recurrenceIndex, 1);
  });

  test('cost as many evaluations an image as a run on stored ones, of training images and of the others; no tensor is left', async () => {
    const programs = threeIndices(0).programs(LAYOUT);
    let images = 0;
    const counted = (layer: Layer): Layer => (ops, state) => {
      if (ops.runner === engine.kernels) images += state.shape[0]!;
      return layer(ops, state);
    };
    const counting = { ...network, stages: network.stages.map(({ transition, blocks }) => ({ transition, blocks: blocks.map(counted) })) };
    const before = engine.tf.memory().numTensors;
    await logitsUnder(programs, counting);
    assert.equal(images, programCost(LAYOUT, programs, [0, 0]).shared * (smallData.train.size + smallData.test.size));
    assert.equal(engine.tf.memory().numTensors, before);
  });
});
