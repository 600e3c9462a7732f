import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { batchesInOrder } from '../../../src/data/batch';
import type { ImageSet } from '../../../src/data/dataset';
import { threeIndices } from '../../../src/ideas/indices/measure';
import { startEngine, type Engine } from '../../../src/engine/engine';
import { Operations } from '../../../src/engine/operations';
import { numbersOf, tensorOf } from '../../../src/engine/tensors';
import type { Value, Values } from '../../../src/engine/values';
import { programsOfStages, wholeStage, type StageProgram } from '../../../src/measuring/programs/block-programs';
import { measurePrograms } from '../../../src/measuring/programs/program-analysis';
import { programCost } from '../../../src/measuring/programs/program-cost';
import { layerAt, layersOf } from '../../../src/measuring/programs/program-tree';
import { readPrograms } from '../../../src/measuring/programs/run-programs';
import { TRIED_IMAGES } from '../../../src/networks/layer-output';
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
/** Training batches of 40 images of 96 (two states of 6 × 6 × 4 numbers and three more), the last of 16. */
const SEVERAL_BATCHES = { memoryBudget: 40.5 * 4 * (6 * 6 * 4) * (2 + 3), batch: 40 };

const logitsUnder = async (programs: readonly StageProgram[], of = network, memoryBudget?: number, fold = false): Promise<Float32Array[]> => {
  const logits = programs.map((): number[] => []);
  await readPrograms(engine, of, programs, smallData.test, smallData, (program, said) => logits[program]!.push(...numbersOf(said)), { training: smallData.train, fold, ...(memoryBudget && { memoryBudget }) });
  return logits.map((each) => Float32Array.from(each));
};

/**
 * Logits of the test images under one program, without a tree: its layers one after the other, each normalization known by its turn in the
 * program. The training images pass on their batch's statistics, whose means over images (with n − 1 in the variance) then normalize.
 */
function oneByOne(program: StageProgram): Float32Array {
  const { tf } = engine;
  const layers = [...layersOf(LAYOUT, program).map((place) => layerAt(network, place)), network.head];
  const turns: { mean: Float64Array; variance: Float64Array }[] = [];
  const run = (set: ImageSet, size: number, training: boolean): number[] =>
    [...batchesInOrder(set, smallData, size)].flatMap(({ images, shape }) => {
      let turn = 0;
      const batchNorm: Operations['batchNormInference'] = (x, scale, shift, _mean, _variance, epsilon) => {
        const [at, of, channels] = [turn++, tensorOf(x), x.shape[x.shape.length - 1]!];
        if (training) {
          const { mean, variance } = tf.moments(of, [0, 1, 2]);
          const each = of.size / channels;
          const sums = (turns[at] ??= { mean: new Float64Array(channels), variance: new Float64Array(channels) });
          const share = shape[0] / set.size;
          numbersOf(mean).forEach((value, c) => (sums.mean[c]! += share * value));
          numbersOf(variance).forEach((value, c) => (sums.variance[c]! += (share * value * each) / (each - 1)));
          return tf.batchNorm(of, mean, variance, tensorOf(shift), tensorOf(scale), epsilon);
        }
        const [mean, variance] = [tf.tensor1d([...turns[at]!.mean]), tf.tensor1d([...turns[at]!.variance])];
        return tf.batchNorm(of, mean, variance, tensorOf(shift), tensorOf(scale), epsilon);
      };
      const ops = Object.assign(Object.create(new Operations(engine.kernels)) as Operations, { batchNormInference: batchNorm });
      return [...numbersOf(layers.reduce<Value>((state, layer) => layer(ops, state), tf.tensor(images, [...shape])))];
    });
  return tf.tidy(() => {
    run(smallData.train, SEVERAL_BATCHES.batch, true);
    return Float32Array.from(run(smallData.test, smallData.test.size, false));
  });
}

/** Whether numbers are equal to a part of the largest. */
function assertEqualAtScale(actual: Float32Array, expected: Float32Array, what: string, most = 1e-6): void {
  const scale = Math.max(...expected.map(Math.abs));
  assert.equal(actual.length, expected.length);
  const off = Math.max(...actual.map((value, i) => Math.abs(value - expected[i]!))) / scale;
  assert.ok(off < most, `${what}: ${off} of the scale apart`);
}

describe('statistics that are estimated anew', () => {
  test('make of every curve, drop and order what each program makes alone, one by one, over several batches of training images', async () => {
    const drops = programsOfStages(LAYOUT, (blocks) => [...wholeStage(blocks).map((dropped) => wholeStage(blocks).filter((block) => block !== dropped)), [3, 1, 2]]);
    const programs = [...threeIndices(0).programs(LAYOUT), ...drops];
    const together = await logitsUnder(programs, network, SEVERAL_BATCHES.memoryBudget);
    for (const [i, program] of programs.entries()) assertEqualAtScale(together[i]!, oneByOne(program), `program ${program.blocks.join()} of stage ${program.stage}`);
  });

  test('may be folded into convolutions: logits are those one by one to 1e-5, and no tensor is left', async () => {
    const programs = programsOfStages(LAYOUT, (blocks) => [wholeStage(blocks), [2], [3, 1], [1, 2, 3, 3, 3]]);
    const plain = await logitsUnder(programs, network, SEVERAL_BATCHES.memoryBudget);
    const before = engine.tf.memory().numTensors;
    const folded = await logitsUnder(programs, network, SEVERAL_BATCHES.memoryBudget, true);
    assert.equal(engine.tf.memory().numTensors, before);
    for (const [i, program] of programs.entries()) assertEqualAtScale(folded[i]!, oneByOne(program), `program ${program.blocks.join()} of stage ${program.stage}`, 1e-5);
    assert.notDeepEqual(folded, plain, 'they are rounded in another order');
  });

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
    const inTheCheck = TRIED_IMAGES * 6;
    assert.equal(images - inTheCheck, programCost(LAYOUT, programs, [0, 0]).shared * (smallData.train.size + smallData.test.size));
    assert.equal(engine.tf.memory().numTensors, before);
  });
});
