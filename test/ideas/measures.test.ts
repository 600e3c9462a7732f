import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { mean } from 'simple-statistics';
import { z } from 'zod';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { anyNumber } from '../../src/files/json-numbers';
import { blockOrder, blockShuffling, blockSwapping } from '../../src/ideas/controls/block-order';
import { endPoints } from '../../src/ideas/controls/end-points';
import { randomBlockDrop, randomBlocks } from '../../src/ideas/controls/random-blocks';
import { effectiveParameterCount, effectiveParameters } from '../../src/ideas/generalization/measure';
import { CURVE_NAMES } from '../../src/ideas/indices/curves';
import { convergenceIndex } from '../../src/ideas/indices/convergence-index';
import { exchange, exchangeOfNetwork } from '../../src/ideas/indices/exchange-index';
import { curves, indices, indicesOfStages, storedCurves, storedIndices, storedIndicesOfStages, threeIndices, type NetworkIndices } from '../../src/ideas/indices/measure';
import { recurrenceIndex } from '../../src/ideas/indices/recurrence-index';
import { smallestWork, workOfStages } from '../../src/ideas/indices/work';
import { boundsOfBlocks, largestBound, lipschitzBounds } from '../../src/ideas/lipschitz-constraint/measure';
import { MEASURES } from '../../src/ideas/measures';
import { blockKernels, kernelSimilarity, weightSimilarity } from '../../src/ideas/weight-similarity/measure';
import { weightSimilarityTable } from '../../src/ideas/weight-similarity/rows';
import { distinctMeasures, originOf, type Measure, type Subject } from '../../src/measuring/measure';
import { measureAll } from '../../src/measuring/measure-all';
import type { Measured } from '../../src/measuring/measured';
import { measurePrograms } from '../../src/measuring/programs/program-analysis';
import { measurable } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { initialTensors } from '../../src/networks/initial-values';
import { bootstrap, type Intervals } from '../../src/statistics/bootstrap';
import { smallData, smallNetwork } from '../training/small-data';

/** Chance is set to 0, so that an untrained network has indices. */
const CHANCE = 1e-9;
const SEED = 3;
const set = take(smallData.test, 40);

let engine: Engine;
let subject: Subject;
before(async () => {
  engine = await startEngine();
  const network = new ResidualNetwork(smallNetwork);
  const values = {
    network,
    parameters: initialTensors(engine.tf, network.parameters, 7, 'independent'),
    statistics: initialTensors(engine.tf, network.statistics, 7, 'independent'),
  };
  subject = { engine, network: measurable(values), set, normalization: smallData, chance: CHANCE, seed: SEED, values };
});

const byPrograms = [curves, storedCurves, blockOrder({ orders: 4 }), randomBlocks({ draws: 2 })];

test('ours have distinct names, and say of every column whether it is a key', () => {
  distinctMeasures(MEASURES);
  // All together, with those that some are derived from.
  distinctMeasures([...new Set(MEASURES.map(originOf))]);
  for (const { name, keys, row } of MEASURES) assert.ok(keys.every((key) => key in row.shape), name);
});

describe('measures say, on stored statistics,', () => {
  let measured: Measured;
  let old: NetworkIndices;
  let intervals: Intervals<NetworkIndices>;
  before(async () => {
    measured = await measureAll(subject, [...byPrograms, indicesOfStages, indices, storedIndicesOfStages, storedIndices, endPoints, workOfStages, smallestWork]);
    const { outcomes, results } = await measurePrograms(engine, subject.network, { indices: threeIndices(CHANCE) }, set, smallData);
    old = outcomes.indices;
    intervals = bootstrap(set.size, (weights) => threeIndices(CHANCE).outcome(results.resampled(weights)));
  });
  const columns = ['convergenceIndex', 'recurrenceIndex', 'divergenceIndex'] as const;

  test('the curves and indices that the analysis says, bit for bit', () => {
    for (const [points, ofStages, ofNetwork] of [[curves, indicesOfStages, indices], [storedCurves, storedIndicesOfStages, storedIndices]] as const) {
      const rows = measured.rows(points);
      assert.equal(rows.length, old.stages.reduce((sum, { blocks }) => sum + 3 * (blocks + 1), 0));
      for (const { stage, curve, k, accuracy, normalizedAccuracy } of rows) {
        const of = old.stages.find((own) => own.stage === stage)!.curves[curve];
        assert.deepEqual([accuracy, normalizedAccuracy], [of.accuracy[k], of.normalizedAccuracy[k]]);
      }
      const of = ({ convergenceIndex, recurrenceIndex, divergenceIndex }: NetworkIndices['stages'][number] | NetworkIndices) => ({ convergenceIndex, recurrenceIndex, divergenceIndex });
      assert.deepEqual(measured.rows(ofStages), old.stages.map((own) => ({ stage: own.stage, ...of(own) })));
      assert.deepEqual(measured.rows(ofNetwork), [of(old)]);
    }
    assert.ok(new Set(measured.rows(curves).map(({ accuracy }) => accuracy)).size > 3, 'curves that move');
  });

  test('the intervals of the bootstrap', () => {
    for (const { row: { stage, curve, k }, intervals: of } of measured.intervals(curves)) {
      const own = intervals.stages.find((each) => each.stage.estimate === stage)!.curves[curve];
      assert.deepEqual([of.accuracy, of.normalizedAccuracy], [own.accuracy[k], own.normalizedAccuracy[k]]);
    }
    measured.intervals(indicesOfStages).forEach(({ intervals: of }, s) => {
      for (const column of columns) assert.deepEqual(of[column], intervals.stages[s]![column]);
    });
    for (const column of columns) assert.deepEqual(measured.intervals(indices)[0]!.intervals[column], intervals[column]);
  });

  test('the same other indices and orders as their analyses', async () => {
    const analyses = { random: randomBlockDrop({ draws: 2, seed: SEED, chance: CHANCE }), shuffled: blockShuffling({ orders: 4, seed: SEED }), swapped: blockSwapping };
    const { outcomes } = await measurePrograms(engine, subject.network, analyses, set, smallData);
    const random = outcomes.random.map(({ curve: { normalizedAccuracy: dropped } }, s) => ({
      convergenceIndex: convergenceIndex(dropped),
      recurrenceIndex: recurrenceIndex(old.stages[s]!.curves['early readout'].normalizedAccuracy, dropped),
    }));
    assert.deepEqual(measured.rows(randomBlocks()), [{ convergenceIndex: mean(random.map((of) => of.convergenceIndex)), recurrenceIndex: mean(random.map((of) => of.recurrenceIndex)) }]);
    const orders = (['shuffled', 'swapped'] as const).flatMap((control) =>
      outcomes[control].stages.flatMap(({ stage, orders: run }) => run.map(({ blocks, accuracy }) => ({ stage, control, order: blocks.join(), accuracy }))),
    );
    assert.deepEqual(measured.rows(blockOrder()), orders);
    const ends = old.stages.map(({ blocks: T, curves: { 'early readout': early, 'late start': late, overrun } }) => [
      early.normalizedAccuracy[T]!, 1 - Math.abs(late.normalizedAccuracy[T - 1]! - early.normalizedAccuracy[T - 1]!), 1 - overrun.normalizedAccuracy[T]!,
    ]);
    assert.deepEqual(columns.map((column) => measured.rows(endPoints)[0]![column]), [0, 1, 2].map((i) => mean(ends.map((each) => each[i]!))));
  });

  test('the work of a stage: what is lost with all its blocks', () => {
    const work = old.stages.map(({ stage, blocks, curves: { 'late start': { normalizedAccuracy } } }) => ({ stage, work: 1 - normalizedAccuracy[blocks]! }));
    assert.deepEqual(measured.rows(workOfStages), work);
    assert.deepEqual(measured.rows(smallestWork), [{ work: Math.min(...work.map((each) => each.work)) }]);
  });
});

test('measures of weights say what their functions say, and have no interval', async () => {
  const { network, parameters, statistics } = subject.values!;
  const measured = await measureAll(subject, [effectiveParameterCount, boundsOfBlocks, largestBound, kernelSimilarity]);
  assert.deepEqual(measured.rows(effectiveParameterCount), [{ effectiveParameters: effectiveParameters(network.parameters, parameters) }]);
  const bounds = lipschitzBounds(engine, network, parameters, statistics);
  assert.deepEqual(
    measured.rows(boundsOfBlocks),
    bounds.map(({ stage, block, spectralNorms: [firstNorm, secondNorm], bound }) => ({ stage, block, firstNorm, secondNorm, bound })),
  );
  assert.deepEqual(measured.intervals(largestBound), [{ row: { bound: Math.max(...bounds.map(({ bound }) => bound!)) }, intervals: { bound: null } }]);
  const of = { task: 'bars', network: 'small', seed: 7 };
  assert.deepEqual(measured.rows(kernelSimilarity).map((row) => ({ ...of, ...row })), weightSimilarityTable.rows(weightSimilarity(of, blockKernels(network, parameters))));
});

describe('a subject that is none for a measure is refused before any work:', () => {
  test('a network without a stage of two blocks', async () => {
    const { stages, head } = subject.network;
    const network = { stages: stages.map(({ transition, blocks }, s) => ({ transition, blocks: blocks.slice(0, 1 - s) })), head };
    for (const measure of [...byPrograms, indices, endPoints, exchange, exchangeOfNetwork, smallestWork]) {
      await assert.rejects(measureAll({ ...subject, network }, [measure]), /^Error: The measure ".+" cannot be taken: No stage of the network has two or more blocks, so there is nothing to iterate\.$/);
    }
  });

  test('a network whose weights are not known', async () => {
    const { values: _, ...without } = subject;
    for (const measure of [effectiveParameterCount, boundsOfBlocks, kernelSimilarity]) {
      await assert.rejects(measureAll(without, [measure]), new RegExp(`^Error: The measure "${measure.name}" cannot be taken: it needs the weights`));
    }
  });
});

describe('a measure of one’s own beside ours', () => {
  const row = z.strictObject({ curve: z.enum(CURVE_NAMES), images: z.int(), share: z.number() });
  type Row = z.output<typeof row>;
  /** The share of images that the network gets right without the blocks of stage 1. */
  const own = (changed: Partial<Measure<Row>> = {}): Measure<Row> => ({
    name: 'own',
    row,
    keys: ['curve'],
    over: 'images',
    start: () => ({
      programs: [{ stage: 1, blocks: [] }],
      rows: (weights, accuracies) => [{ curve: 'early readout', images: weights.length / 2, share: accuracies.of({ stage: 1, blocks: [] }) }],
    }),
    ...changed,
  });

  test('has a table like them', async () => {
    const measured = await measureAll(subject, [...byPrograms, own()]);
    const of = { task: 'bars', network: 'small', images: 'test' } as const;
    const [found, ...more] = measured.table(own(), of).objects() as Record<string, unknown>[];
    assert.deepEqual(more, []);
    const atEnd = measured.intervals(curves).find(({ row: { stage, curve, k } }) => stage === 1 && curve === 'early readout' && k === 3)!;
    const { lower, upper } = atEnd.intervals.accuracy!;
    assert.deepEqual(found, { ...of, curve: 'early readout', measure: 'share', n: 20, over: 'images', estimate: atEnd.row.accuracy, lower, upper });
  });

  test('that throws, says what its row forbids, or bears a taken name is named in one sentence', async () => {
    const throws = own({ start: () => { throw new Error('there is no sea here.'); } });
    await assert.rejects(measureAll(subject, [curves, throws]), { message: 'The measure "own" cannot be taken: there is no sea here.' });
    const throwsLater = own({ start: () => ({ alone: () => Promise.reject(new Error('the sea is gone')), rows: () => [] }) });
    await assert.rejects(measureAll(subject, [throwsLater]), { message: 'The measure "own" cannot be taken: the sea is gone.' });
    const throwsAtRows = own({ start: () => ({ rows: () => { throw new Error('the sea is dry'); } }) });
    const dry = await measureAll(subject, [throwsAtRows]);
    assert.throws(() => dry.rows(throwsAtRows), { message: 'The measure "own" cannot be taken: the sea is dry.' });
    const undefinedShare = own({ start: () => ({ rows: () => [{ curve: 'overrun', images: 1, share: Number.NaN }] }) });
    const measured = await measureAll(subject, [undefinedShare]);
    assert.throws(() => measured.rows(undefinedShare), /^Error: The measure "own" gives share = NaN in row 1, which is not what its row says \(.+\)\.$/);
    await assert.rejects(measureAll(subject, [curves, own({ name: 'curves' })]), { message: 'Two measures are called "curves": give one of them another name.' });
    const nan = { ...undefinedShare, row: row.extend({ share: anyNumber }) };
    assert.ok(Number.isNaN((await measureAll(subject, [nan])).rows(nan)[0]!.share), 'where the row allows it, NaN is a number');
  });
});
