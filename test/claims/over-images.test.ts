import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { overImages, pairOverImages, type MeasuredNetwork } from '../../src/claims/over-images';
import type { EvidenceRow } from '../../src/claims/evidence';
import { anyNumber } from '../../src/files/json-numbers';
import { noDrasticDrop } from '../../src/ideas/block-drop/claim';
import * as borderline from '../../src/ideas/borderline-examples/claim';
import { falls, fallsWithDepth, negative } from '../../src/ideas/cosine-loss/claim';
import { gradual, withEveryBlock } from '../../src/ideas/early-readout/claim';
import { flat } from '../../src/ideas/l2-ratio/claim';
import { correlation, remainder } from '../../src/ideas/taylor-term/agreement';
import { dominates } from '../../src/ideas/taylor-term/claim';
import * as unrolling from '../../src/ideas/unrolling/claim';
import type { Measure, Reading } from '../../src/measuring/measure';
import { Measured } from '../../src/measuring/measured';
import type { OnImages } from '../../src/measuring/on-images';
import { weightedMean, type Weights } from '../../src/statistics/bootstrap';

const onTest: OnImages = { task: 'made up', network: 'by hand', images: 'test' };
const IMAGES = 40;
/** A value for each image, around a mean. */
const around = (mean: number, spread = 0.01): Float32Array => Float32Array.from({ length: IMAGES }, (_, n) => mean + spread * Math.sin(n));
const right = (fraction: number): Float32Array => Float32Array.from({ length: IMAGES }, (_, n) => Number(n < fraction * IMAGES));
const verdicts = (rows: readonly EvidenceRow[]): string[] => rows.map(({ claim, verdict }) => `${claim} ${verdict}`);
const near = (actual: number, expected: number, within = 1e-6): void => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const once = new Uint32Array(3).fill(1);

/** Rows of a measure whose numbers are means over values of every image. */
type Rows = readonly Readonly<Record<string, number | string | Float32Array>>[];

/** A network of which measures of these names say these rows. */
function network(measures: Readonly<Record<string, Rows>>, of: OnImages = onTest): MeasuredNetwork {
  const all = Object.entries(measures).map(([name, rows]): { measure: Measure; reading: Reading<object> } => {
    const reading: Reading<object> = { rows: (weights: Weights) => rows.map((row) => Object.fromEntries(Object.entries(row).map(([column, value]) => [column, value instanceof Float32Array ? weightedMean(value, weights) : value]))) };
    return { measure: { name, row: z.looseObject({ any: anyNumber.optional() }), keys: [], over: 'images', start: () => reading }, reading };
  });
  return { preset: 'smoke', of, measured: new Measured(IMAGES, all.map(({ measure }) => measure), new Map(all.map(({ measure, reading }) => [measure.name, { reading, results: undefined }]))), chance: 0.1 };
}

/** Blocks of one stage: mean cosine loss, ℓ2 ratio, size of the first-order term, and what it misses. */
function blocks(...each: readonly (readonly [number, number?, number?, number?])[]): Readonly<Record<string, Rows>> {
  const of = (values: (block: readonly [number, number, number, number]) => Readonly<Record<string, Float32Array | string>>): Rows =>
    each.map(([cosine, ratio = 1, size = 1, missed = 1], t) => ({ stage: 1, block: t + 1, ...values([cosine, ratio, size, missed]) }));
  return {
    cosineLoss: of(([cosine]) => ({ cosineLoss: around(cosine) })),
    l2Ratio: of(([, ratio]) => ({ l2Ratio: around(ratio) })),
    taylorTerm: of(([, , size, missed]) => ({ size: around(size), missed: around(missed) })),
  };
}

describe('verdicts on JAB18’s findings, over images', () => {
  test('J1 asks only blocks that move the state little', () => {
    assert.deepEqual(verdicts(overImages(network(blocks([0, 0.2, 1, 0.2], [0, 0.9, 1, 8])), [dominates])), ['J1 supported']);
    assert.deepEqual(verdicts(overImages(network(blocks([0, 0.2, 1, 8], [0, 0.9, 1, 0.2])), [dominates])), ['J1 contradicted']);
  });

  test('J2: every block, higher blocks, deeper networks', () => {
    const falling: [number][] = [[-0.05], [-0.1], [-0.2]];
    const both = (...each: readonly [number][]) => overImages(network(blocks(...each)), [negative, falls]);
    assert.deepEqual(verdicts(both(...falling)), ['J2 supported', 'J2 supported']);
    assert.deepEqual(verdicts(both(...[...falling].reverse())), ['J2 supported', 'J2 contradicted']);
    assert.deepEqual(verdicts(both([0.05], ...falling)), ['J2 contradicted', 'J2 supported']);
    // from 0 to 1 the line falls by 0.15
    near(both(...falling)[1]!.effect, -0.15, 1e-4);
    const deep = network(blocks(...falling), { ...onTest, network: 'deep' });
    const shallow = network(blocks(...falling.slice(0, 2)), { ...onTest, network: 'shallow' });
    const [row] = pairOverImages(deep, shallow, fallsWithDepth);
    assert.deepEqual([row!.networks, row!.verdict], ['deep against shallow', 'supported']);
    assert.throws(() => pairOverImages(deep, network(blocks(...falling), { ...onTest, images: 'training' }), fallsWithDepth), /were not measured on the same images/);
  });

  test('a mean that is around 0 decides nothing', () => {
    const undecided = network({ cosineLoss: [{ stage: 1, block: 1, cosineLoss: around(0, 1) }] });
    assert.equal(overImages(undecided, [negative])[0]!.verdict, 'undecided');
  });

  test('J3 by the largest ratio: below 1, above 2, or between', () => {
    for (const [largest, verdict] of [[0.8, 'supported'], [2.3, 'contradicted'], [1.5, 'undecided']] as const) {
      assert.deepEqual(verdicts(overImages(network(blocks([0, largest], [0, 0.3])), [flat])), [`J3 ${verdict}`]);
    }
  });

  test('J4 by the block whose loss costs most', () => {
    const without = (...accuracies: number[]) => network({ blockDrop: accuracies.map((accuracy, t) => ({ stage: 1, block: t + 1, accuracy: right(accuracy), drop: right(0.9).map((one, n) => one - right(accuracy)[n]!) })) });
    assert.deepEqual(verdicts(overImages(without(0.85, 0.8), [noDrasticDrop])), ['J4 supported']);
    const [row] = overImages(without(0.85, 0.3), [noDrasticDrop]);
    near(row!.effect, (0.3 - 0.1) / (0.9 - 0.1));
    assert.equal(row!.verdict, 'contradicted');
  });

  test('J5 by the slope, and by the smallest step', () => {
    const readout = (...accuracies: number[]) => network({ earlyReadout: accuracies.map((accuracy, block) => ({ stage: 3, block, accuracy: right(accuracy) })) });
    assert.deepEqual(verdicts(overImages(readout(0.1, 0.5, 0.9), [gradual, withEveryBlock])), ['J5 supported', 'J5 supported']);
    assert.deepEqual(verdicts(overImages(readout(0.1, 0.9, 0.5), [gradual, withEveryBlock])), ['J5 supported', 'J5 contradicted']);
  });

  test('J6: borderline examples, entropy, and the loss', () => {
    /** Behind blocks 4 and 5; the borderline are wrong first and right at last. */
    const examples = (images: number, last = 1) => network({
      borderlineExamples: [4, 5].flatMap((block, i) =>
        (['borderline', 'borderline at first', 'already correct', 'all'] as const).map((group) => ({
          stage: 3, block, group, images: group.startsWith('borderline') ? images : IMAGES, accuracy: group.startsWith('borderline') ? around(i * last, 0) : right(0.5 + i / 4), loss: around(0.5 + 0.2 * i), entropy: around(1 - 0.6 * i),
        })),
      ),
    });
    const { correctedFromFirst, corrected, entropyFalls, lossRises } = borderline;
    assert.deepEqual(verdicts(overImages(examples(10), [correctedFromFirst, corrected, entropyFalls, lossRises])), Array(4).fill('J6 supported'));
    const [row] = overImages(examples(2), [corrected]);
    assert.deepEqual([row!.effect, row!.n], [1, 2], 'two images of 40');
    assert.deepEqual(overImages(examples(0), [corrected]), [], 'a group without images says nothing');
  });

  test('J7: on test images the loss rises, on training images it falls; borderline examples and cosines', () => {
    const steps = (scale: number, change: number, cosines: readonly number[]): Rows =>
      cosines.flatMap((cosine, step) => ['all', 'borderline'].map((group) => ({ scale, step, group, images: group === 'all' ? IMAGES : 24, loss: around(0.5 + change * step, 0), accuracy: right(step === 0 ? 0.25 : 0.5), cosineLoss: around(cosine) })));
    const both = [...steps(1, 1, [-0.1, -0.1, -0.05, 0.2]), ...steps(0.1, 0.1, [-0.1, -0.1, -0.1, -0.1])];
    const { lowersTrainingLoss, raisesTestLoss, correctsBorderline, downhillAtFirst, downhillThroughout } = unrolling;
    const ofTest = [raisesTestLoss, correctsBorderline, downhillAtFirst, downhillThroughout];
    assert.deepEqual(verdicts(overImages(network({ unrolling: both }), ofTest)), Array(4).fill('J7 supported'));
    assert.deepEqual(verdicts(overImages(network({ unrolling: steps(1, 1, [-0.1, -0.1, -0.05, 0.2]) }), ofTest)), ['J7 supported', 'J7 supported', 'J7 supported', 'J7 contradicted'], 'where the scale that was chosen is 1');
    const training = network({ 'unrolling on other images': [...both.map((row) => ({ ...row, part: 'tested' })), { ...both[0]!, part: 'choosing', scale: 0.01 }], 'unrolled loss': [{ unrolling: around(-0.2) }] });
    const rows = overImages(training, [lowersTrainingLoss, downhillAtFirst, downhillThroughout]);
    assert.deepEqual(verdicts(rows), Array(3).fill('J7 supported'));
    near(rows[0]!.effect, -0.2, 1e-3);
  });

  test('what was not measured is not asked, and every row states its statistic, its rule and what its interval is over', () => {
    const rows = overImages(network(blocks([-0.1, 0.5])), [negative, flat, gradual, unrolling.lowersTrainingLoss]);
    assert.deepEqual(rows.map(({ claim }) => claim), ['J2', 'J3']);
    for (const row of rows) {
      assert.match(row.rule, /^(below|above) .+: supported; (below|above) .+: contradicted$/);
      assert.ok(row.statistic.length > 20 && row.n === IMAGES && row.over === 'images' && !row.primary && row.atLeast === null);
    }
  });
});

describe('agreement of first-order term and change', () => {
  test('correlation is Pearson’s, also of images drawn several times', () => {
    const [a, b] = [[1, 2, 4], [2, 1, 5]];
    near(correlation(a, b, once), 16 / Math.sqrt(14 * 26), 1e-12); // covariance 16/3, variances 14/3 and 26/3, times 3
    near(correlation(a, [-1, -2, -4], once), -1, 1e-12);
    near(correlation(a, b, Uint32Array.of(2, 1, 1)), correlation([1, 1, 2, 4], [2, 2, 1, 5], new Uint32Array(4).fill(1)), 1e-12);
    assert.ok(Number.isNaN(correlation(a, [3, 3, 3], once)));
  });

  test('the remainder is what the first-order term misses, as a share of it', () => {
    const block = { stage: 1, block: 1, taylorTerm: Float32Array.of(1, -1, 2), taylorTermBehind: Float32Array.of(1, 1, 1), lossChange: Float32Array.of(1.5, -1, 1) };
    near(remainder([block], once, 'taylorTerm'), 1.5 / 4);
    near(remainder([block], once, 'taylorTermBehind'), 2.5 / 3);
  });
});
