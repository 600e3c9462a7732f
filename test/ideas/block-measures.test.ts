import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { take } from '../../src/data/dataset';
import { startEngine, type Engine } from '../../src/engine/engine';
import { blockDrop, blockDrops, storedBlockDrops } from '../../src/ideas/block-drop/measure';
import {
  cosineLoss, cosineLossCounted, cosineLossOfBlocks, cosineLossOfUnsure, countedCosineLossOfBlocks, SURE_LOSS, unsureCosineLossOfBlocks,
} from '../../src/ideas/cosine-loss/measure';
import { sureImages } from '../../src/ideas/cosine-loss/sure-images';
import { normalizedAccuracy } from '../../src/ideas/indices/curves';
import { l2Ratio, l2RatioOfBlocks } from '../../src/ideas/l2-ratio/measure';
import { correlation, remainder as remainderOf } from '../../src/ideas/taylor-term/agreement';
import { lossChange, taylorTerm, taylorTermBehind, taylorTermOfBlocks } from '../../src/ideas/taylor-term/measure';
import { measureBlocks, type BlockOnBatch } from '../../src/measuring/gradients/block-pass';
import type { Measure, Subject } from '../../src/measuring/measure';
import { measureAll } from '../../src/measuring/measure-all';
import type { Measured } from '../../src/measuring/measured';
import { measurePrograms } from '../../src/measuring/programs/program-analysis';
import { initialTensors } from '../../src/networks/initial-values';
import { measurable, type Layer, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { bootstrap, weightedMean } from '../../src/statistics/bootstrap';
import { smallData, smallNetwork } from '../training/small-data';

/** Chance is set to 0, so that an untrained network has normalized accuracies. */
const CHANCE = 1e-9;
const set = take(smallData.test, 40);

let engine: Engine;
let subject: Subject;
before(async () => {
  engine = await startEngine();
  const network = new ResidualNetwork(smallNetwork);
  const tensors = (specs: typeof network.parameters) => initialTensors(engine.tf, specs, 7, 'independent');
  subject = { engine, network: measurable({ network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) }), set, normalization: smallData, chance: CHANCE, seed: 3 };
});

const ofBlocks = { cosineLoss: cosineLossOfBlocks, l2Ratio: l2RatioOfBlocks, cosineLossCounted: countedCosineLossOfBlocks, cosineLossOfUnsure: unsureCosineLossOfBlocks } as const;

describe('measures of blocks say, on stored statistics,', () => {
  let measured: Measured;
  before(async () => {
    measured = await measureAll(subject, [...Object.values(ofBlocks), taylorTermOfBlocks, blockDrops, storedBlockDrops]);
  });

  test('the last block’s cosine loss by three ways of counting images, each with its interval and number', () => {
    const table = sureImages((measure) => measured.table(measure, { task: 'small', network: 'a network', images: 'test' }));
    const [row, ...others] = table.objects() as Record<string, string>[];
    assert.deepEqual([others.length, row!['last block of']], [0, 'a network']);
    const cosines = measured.intervals(cosineLossOfBlocks);
    const { estimate, lower, upper } = cosines[cosines.length - 1]!.intervals.cosineLoss!;
    const shown = (value: number | null): string => value!.toFixed(3).replace('-', '−');
    assert.equal(row!['images with a direction'], `${shown(estimate)} [${shown(lower)}, ${shown(upper)}] (40)`);
    assert.equal(Object.keys(row!).length, 4);
  });

  test('the means of the analyses and their intervals, bit for bit', async () => {
    const blocks = await measureBlocks(engine, subject.network, set, smallData, { cosineLoss, l2Ratio, cosineLossCounted, cosineLossOfUnsure });
    const names = Object.keys(ofBlocks) as (keyof typeof ofBlocks)[];
    const intervals = bootstrap(set.size, (weights) => blocks.map((block) => names.map((name) => weightedMean(block[name], weights))));
    names.forEach((name, m) => {
      const measure: unknown = ofBlocks[name];
      const rows = measured.intervals(measure as Measure<Record<string, number>>);
      assert.deepEqual(rows.map(({ row: { stage, block } }) => [stage, block]), blocks.map(({ stage, block }) => [stage, block]));
      rows.forEach(({ row, intervals: found }, i) => {
        assert.deepEqual(found[name], intervals[i]![m]);
        assert.deepEqual([row[name], row.depth], [intervals[i]![m]!.estimate, i + 1]);
      });
    });
  });

  test('the agreement of first-order term and change', async () => {
    const blocks = await measureBlocks(engine, subject.network, set, smallData, { taylorTerm, taylorTermBehind, lossChange });
    const expected = bootstrap(set.size, (weights) =>
      blocks.flatMap((block) => (['taylorTerm', 'taylorTermBehind'] as const).map((term) => ({ correlation: correlation(block[term], block.lossChange, weights), remainder: remainderOf([block], weights, term) }))),
    );
    assert.deepEqual(measured.intervals(taylorTermOfBlocks).map(({ intervals }) => ({ correlation: intervals.correlation, remainder: intervals.remainder })), expected);
    const places = blocks.flatMap(({ stage, block }, i) => ['before the block', 'behind the block'].map((gradient) => [stage, block, i + 1, gradient]));
    assert.deepEqual(measured.rows(taylorTermOfBlocks).map(({ stage, block, depth, gradient }) => [stage, block, depth, gradient]), places);
    for (const [i, { size, missed, remainder, term, change }] of measured.rows(taylorTermOfBlocks).entries()) {
      const own = blocks[Math.floor(i / 2)]!;
      const terms = i % 2 === 0 ? own.taylorTerm : own.taylorTermBehind;
      const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / set.size;
      assert.deepEqual([term, change], [mean(terms), mean(own.lossChange)]);
      assert.ok(size >= Math.abs(term) && missed >= Math.abs(change - term) && Math.abs(missed / size - remainder) < 1e-12);
    }
  });

  test('accuracies without a block, under either name', async () => {
    const { outcomes, results } = await measurePrograms(engine, subject.network, { blockDrop }, set, smallData);
    const intervals = bootstrap(set.size, (weights) => blockDrop.outcome(results.resampled(weights)));
    const { whole } = outcomes.blockDrop;
    const rows = intervals.stages.flatMap(({ stage, accuracy }) => accuracy.map((interval, t) => ({ stage: stage.estimate, block: t + 1, interval })));
    for (const measure of [blockDrops, storedBlockDrops]) {
      assert.deepEqual(measured.intervals(measure).map(({ row: { stage, block }, intervals: { accuracy } }) => ({ stage, block, interval: accuracy })), rows);
      for (const { accuracy, drop, left } of measured.rows(measure)) assert.deepEqual([drop, left], [whole - accuracy, normalizedAccuracy(accuracy, whole, CHANCE)]);
    }
  });
});

test('several measures of blocks see one pass: every block runs as often as for one', async () => {
  let runs = 0;
  const counted = (layer: Layer): Layer => (ops, h) => {
    runs++;
    return layer(ops, h);
  };
  const network: MeasurableNetwork = { ...subject.network, stages: subject.network.stages.map(({ transition, blocks }) => ({ transition, blocks: blocks.map(counted) })) };
  const runsOf = async (measures: readonly Measure[]): Promise<number> => {
    runs = 0;
    await measureAll({ ...subject, network }, measures);
    return runs;
  };
  const one = await runsOf([l2RatioOfBlocks]);
  assert.ok(one > 0);
  assert.equal(await runsOf(Object.values(ofBlocks) as readonly Measure[]), one);
});

test('an image that the network is sure of counts as zero, is left out, or keeps its direction', () => {
  // F = −g: cosine −1. Scales 1, 1e-20 and 1e-60: only the last is 0 in float32; losses to match.
  const of = (residual: number): BlockOnBatch => {
    const value = (x: number) => engine.tf.fill([3, 1, 1, 2], x);
    return {
      state: value(1), residual: value(residual), gradient: value(1), gradientBehind: value(1),
      gradientScale: Float64Array.of(1, 1e-20, 1e-60), loss: Float64Array.of(2, SURE_LOSS / 2, 1e-60),
      product: (a, b) => {
        const sums = engine.tf.sum(engine.tf.mul(a as never, b as never), [1, 2, 3]);
        return sums.dataSync() as Float32Array;
      },
      lossAfter: () => assert.fail('nothing goes on'),
    };
  };
  const rounded = (values: ArrayLike<number>): number[] => Array.from(values, (value) => Math.round(value * 1e6) / 1e6);
  assert.deepEqual(rounded(cosineLoss(of(-1))), [-1, -1, -1]);
  assert.deepEqual(rounded(cosineLossCounted(of(-1))), [-1, -1, 0]);
  assert.deepEqual(rounded(cosineLossOfUnsure(of(-1))), [-1, Number.NaN, Number.NaN]);
  assert.deepEqual(rounded(cosineLossCounted(of(0))), [Number.NaN, Number.NaN, Number.NaN], 'a block without a step has no direction');
});
