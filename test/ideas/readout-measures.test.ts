import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { borderlineExamples, borderlineReadouts } from '../../src/ideas/borderline-examples/measure';
import { earlyReadout, earlyReadouts, readoutMeans } from '../../src/ideas/early-readout/measure';
import { gradientNormRatio, gradientRatio, normsOfStates, stateGrowth, stateNorms } from '../../src/ideas/sharing/measure';
import { chooseScale, chosenScale, unrolledLossBy, unrolling, unrollingOnOthers, unrollLastBlock } from '../../src/ideas/unrolling/measure';
import { meanLoss } from '../../src/ideas/unrolling/mean-loss';
import type { Subject } from '../../src/measuring/measure';
import { measureAll } from '../../src/measuring/measure-all';
import type { Measured } from '../../src/measuring/measured';
import { initialTensors } from '../../src/networks/initial-values';
import { measurable, measurableInTraining, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { bootstrap, weightedMean } from '../../src/statistics/bootstrap';
import { smallData, smallNetwork } from '../training/small-data';

const set = take(smallData.test, 40);
/** with it some images of this network are borderline, and others are not */
const margin = 0.3;
const settings = { steps: 2, scales: [1, 0.1], margin };

let engine: Engine;
let subject: Subject;
let measured: Measured;
before(async () => {
  engine = await startEngine();
  const network = new ResidualNetwork(smallNetwork);
  const tensors = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 7, 'independent');
  const values = { network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) };
  subject = { engine, network: measurable(values), set, normalization: smallData, chance: 0.25, seed: 3, values };
  measured = await measureAll(subject, [earlyReadouts, borderlineReadouts({ blocks: 2, margin }), unrolling(settings), normsOfStates, gradientRatio, stateGrowth]);
});

describe('measures of readouts say, on stored statistics, what their functions say, with their intervals:', () => {
  test('early readouts', async () => {
    const { stage, images } = await earlyReadout(engine, subject.network, set, smallData);
    const found = measured.intervals(earlyReadouts);
    assert.deepEqual(found.map(({ intervals }) => intervals), bootstrap(set.size, (weights) => images.map((each) => readoutMeans(each, weights))));
    assert.deepEqual(found.map(({ row }) => [row.stage, row.block]), images.map((_, block) => [stage, block]));
  });

  test('borderline examples; those borderline at first are borderline under the network that ends there', async () => {
    const options = { blocks: 2, margin };
    const old = await borderlineExamples(engine, subject.network, set, smallData, options);
    const rows = measured.intervals(borderlineReadouts(options));
    const members = { borderline: old.borderline, 'already correct': old.alreadyCorrect, all: new Uint8Array(set.size).fill(1) };
    const within = (values: ArrayLike<number>, member: Uint8Array): Float32Array => Float32Array.from({ length: set.size }, (_, n) => (member[n] ? values[n]! : Number.NaN));
    for (const [group, member] of Object.entries(members)) {
      const expected = bootstrap(set.size, (weights) => old.readouts.map(({ right, loss, entropy }) => ({
        accuracy: weightedMean(within(right, member), weights), loss: weightedMean(within(loss, member), weights), entropy: weightedMean(within(entropy, member), weights),
      })));
      const own = rows.filter(({ row }) => row.group === group);
      assert.deepEqual(own.map(({ intervals }) => intervals), expected);
      assert.deepEqual(own.map(({ row: { stage, block, images } }) => [stage, block, images]), old.readouts.map(({ block }) => [old.stage, block, member.reduce((sum, one) => sum + one, 0)]));
    }
    const stages = subject.network.stages;
    const first = rows[0]!.row.block;
    const ending: MeasurableNetwork = { ...subject.network, stages: [...stages.slice(0, -1), { ...stages[stages.length - 1]!, blocks: stages[stages.length - 1]!.blocks.slice(0, first) }] };
    const { borderline, readouts: [own] } = await borderlineExamples(engine, ending, set, smallData, { blocks: 1, margin });
    const count = borderline.reduce((sum, one) => sum + one, 0);
    const atFirst = rows.find(({ row: { block, group } }) => block === first && group === 'borderline at first')!.row;
    assert.deepEqual([atFirst.images, atFirst.accuracy], [count, own!.right.reduce((sum, right, n) => sum + right * borderline[n]!, 0) / count]);
    assert.ok(count > 0 && count < set.size, `${count} images are borderline at first`);
  });

  test('unrolling, and the scale that is chosen by it', async () => {
    const old = await unrollLastBlock(engine, subject.network, set, smallData, settings);
    const rows = measured.intervals(unrolling(settings));
    for (const [group, member] of Object.entries({ all: new Uint8Array(set.size).fill(1), borderline: old.borderline })) {
      const within = (values: ArrayLike<number>): Float32Array => Float32Array.from({ length: set.size }, (_, n) => (member[n] ? values[n]! : Number.NaN));
      const images = (weights: Uint32Array): Uint32Array => weights.map((weight, n) => weight * member[n]!);
      const expected = bootstrap(set.size, (weights) =>
        old.unrolled.flatMap(({ steps }) => steps.map(({ loss, right, cosineLoss }) => ({ loss: meanLoss(loss, images(weights)), accuracy: weightedMean(within(right), weights), cosineLoss: weightedMean(within(cosineLoss), weights) }))),
      );
      const own = rows.filter(({ row }) => row.group === group);
      assert.deepEqual(own.map(({ intervals }) => intervals), expected);
      assert.deepEqual(own.map(({ row: { scale, step } }) => [scale, step]), old.unrolled.flatMap(({ scale, steps }) => steps.map(({ step }) => [scale, step])));
    }
    assert.equal(chosenScale(measured.rows(unrolling(settings))), chooseScale(old.unrolled));
  });

  test('unrolling on other images: the scale is chosen at the end of the set, and tested before it', async () => {
    const others = unrollingOnOthers({ ...settings, choosing: 15 });
    const both = await measureAll(subject, [others, unrolledLossBy(others)]);
    const of = async (from: number, images: number, scales: readonly number[]) => (await measureAll({ ...subject, set: take(set, images, from) }, [unrolling({ ...settings, scales })])).rows(unrolling({ ...settings, scales }));
    const part = (name: string) => both.rows(others).filter((row) => row.part === name).map(({ part: _, ...row }) => row);
    const choosing = await of(25, 15, settings.scales);
    assert.deepEqual(part('choosing'), choosing);
    const scale = chosenScale(choosing);
    const tested = await of(0, 25, [...new Set([1, scale])]);
    assert.deepEqual(part('tested'), tested);
    const losses = tested.filter((row) => row.scale === scale && row.group === 'all').map(({ loss }) => loss);
    assert.deepEqual(both.rows(unrolledLossBy(others)), [{ unrolling: Math.log(losses[2]! / losses[0]!) }]);
    await assert.rejects(measureAll(subject, [unrollingOnOthers({ choosing: 40 })]), /of 40 images it needs some on which the scale is chosen, and others/);
  });

  test('norms of states, their ratio, and how fast they grow', () => {
    const norms = stateNorms(engine, measurableInTraining(subject.values!), set, smallData);
    assert.deepEqual(measured.rows(normsOfStates), norms);
    assert.deepEqual(measured.rows(gradientRatio), [{ ratio: gradientNormRatio(norms) }]);
    assert.deepEqual(measured.intervals(stateGrowth)[0]!.intervals, { slope: null });
  });
});

test('states that grow tenfold from one to the next have the growth 1; a single stage has no ratio', () => {
  const norms = [1, 2, 3].map((state) => ({ stage: 1, block: state - 1, state, activationNorm: 10 ** (state - 2), gradientNorm: 1 }));
  assert.ok(Math.abs(stateGrowth.from!.rows(norms)[0]!.slope - 1) < 1e-12);
  assert.ok(Number.isNaN(stateGrowth.from!.rows(norms.slice(0, 1))[0]!.slope));
  assert.ok(Number.isNaN(gradientRatio.from!.rows(norms)[0]!.ratio));
});

test('the scale is that of the lowest finite loss after the last step', () => {
  const rows = [{ scale: 1, step: 2, group: 'all', loss: Number.NaN }, { scale: 0.3, step: 2, group: 'all', loss: 2 }, { scale: 0.1, step: 2, group: 'all', loss: 3 }] as const;
  assert.equal(chosenScale(rows), 0.3);
  assert.throws(() => chosenScale(rows.slice(0, 1)), /No scale keeps the loss finite/);
});

describe('a subject that is none for a measure is refused before any work:', () => {
  test('a last stage without blocks', async () => {
    const { stages, head } = subject.network;
    const network = { stages: stages.map(({ transition, blocks }, s) => ({ transition, blocks: blocks.slice(0, 1 - s) })), head };
    for (const measure of [earlyReadouts, borderlineReadouts()]) {
      await assert.rejects(measureAll({ ...subject, network }, [measure]), new RegExp(`^Error: The measure "${measure.name}" cannot be taken: The last stage of the network has no block`));
    }
    const [first, last] = subject.network.stages as [MeasurableNetwork['stages'][number], MeasurableNetwork['stages'][number]];
    const empty = { ...subject.network, stages: [first, { ...last, blocks: [] }] };
    await assert.rejects(measureAll({ ...subject, network: empty }, [unrolling()]), /^Error: The measure "unrolling" cannot be taken: The last stage of the network has no block/);
  });

  test('a network whose weights are not known', async () => {
    const { values: _, ...without } = subject;
    for (const measure of [normsOfStates, gradientRatio, stateGrowth]) await assert.rejects(measureAll(without, [measure]), /^Error: The measure "stateNorms" cannot be taken: it runs the network on statistics of its batch/);
  });
});
