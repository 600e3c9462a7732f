import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { BorderlineExamples } from '../../src/ideas/borderline-examples/measure';
import { blockMeans } from '../../src/tables/block-means';
import { borderlineMeans } from '../../src/ideas/borderline-examples/rows';
import type { OnImages } from '../../src/measuring/on-images';
import { correlation, remainder } from '../../src/ideas/taylor-term/agreement';
import { taylorAgreement } from '../../src/ideas/taylor-term/rows';
import { unrollingMeans } from '../../src/ideas/unrolling/rows';
import { cosineDepthFinding, cosineFindings, ratioFinding, taylorFinding } from '../../src/claims/findings/blocks';
import { blockDropFinding, borderlineFindings, earlyReadoutFinding } from '../../src/claims/findings/readouts';
import { findingTable, type FindingRow } from '../../src/claims/findings/finding';
import { findingRules, findingVerdicts, readableFindings } from '../../src/claims/findings/readable';
import { unrollingFindings } from '../../src/claims/findings/unrolling';
import { ProgramResults } from '../../src/measuring/programs/program-results';

const onTest: OnImages = { task: 'made up', network: 'by hand', images: 'test' };
const onTraining: OnImages = { ...onTest, images: 'training' };
const IMAGES = 40;
/** A value for each image, around a mean. */
const around = (mean: number, spread = 0.01): Float32Array => Float32Array.from({ length: IMAGES }, (_, n) => mean + spread * Math.sin(n));
const right = (fraction: number): Uint8Array => Uint8Array.from({ length: IMAGES }, (_, n) => Number(n < fraction * IMAGES));
const verdicts = (rows: readonly FindingRow[]): string[] => rows.map(({ finding, verdict }) => `${finding} ${verdict}`);
const near = (actual: number, expected: number, within = 1e-6): void => assert.ok(Math.abs(actual - expected) <= within, `${actual} is not ${expected}`);
const once = new Uint32Array(3).fill(1);

describe('tables of analyses', () => {
  test('block means leave images without a value out, and count them', () => {
    const cosineLoss = around(-0.1);
    cosineLoss.fill(Number.NaN, 0, 5);
    const [cosine, ratio] = blockMeans<'cosineLoss' | 'l2Ratio'>(onTest, [{ stage: 2, block: 3, cosineLoss, l2Ratio: around(0.5, 0) }]);
    assert.deepEqual([cosine!.measure, cosine!.n, cosine!.leftOut, cosine!.depth, cosine!.over], ['cosineLoss', 35, 5, 1, 'images']);
    near(cosine!.estimate, cosineLoss.slice(5).reduce((sum, value) => sum + value, 0) / 35);
    assert.ok(cosine!.lower! < cosine!.estimate && cosine!.estimate < cosine!.upper!);
    assert.deepEqual([ratio!.estimate, ratio!.lower, ratio!.upper, ratio!.leftOut], [0.5, 0.5, 0.5, 0]);
  });

  test('a measure that no image has is undefined, not zero', () => {
    const [row] = blockMeans<'cosineLoss'>(onTest, [{ stage: 1, block: 1, cosineLoss: new Float32Array(IMAGES).fill(Number.NaN) }]);
    assert.deepEqual([row!.n, row!.leftOut, row!.estimate, row!.lower, row!.upper], [0, IMAGES, Number.NaN, null, null]);
  });

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
    const rows = taylorAgreement(onTest, [block]);
    assert.deepEqual(rows.map(({ gradient, statistic }) => `${statistic} ${gradient}`), ['correlation before the block', 'remainder before the block', 'correlation behind the block', 'remainder behind the block']);
    near(rows[1]!.estimate, 1.5 / 4);
  });

  test('borderline means are those of each group', () => {
    const rows = borderlineMeans(onTest, examples());
    const find = (group: string, measure: string, block: number) => rows.find((row) => row.group === group && row.measure === measure && row.block === block)!;
    assert.equal(rows.length, 2 * 3 * 3);
    assert.deepEqual(['borderline', 'already correct', 'all'].map((group) => find(group, 'accuracy', 5).n), [10, 20, 40]);
    assert.deepEqual(['borderline', 'already correct', 'all'].map((group) => find(group, 'accuracy', 4).estimate), [0, 1, 0.5]);
    assert.deepEqual(['borderline', 'already correct', 'all'].map((group) => find(group, 'accuracy', 5).estimate), [1, 1, 0.75]);
  });

  test('unrolling means: a loss that left float32’s range makes the mean undefined, and is not left out', () => {
    const loss = around(0.3);
    loss[7] = Number.NaN;
    const step = { step: 0, loss, right: right(0.5), cosineLoss: around(0.1) };
    const rows = unrollingMeans(onTest, { unrolled: [{ scale: 1, steps: [step] }], borderline: right(0.1) });
    assert.deepEqual(rows.map(({ measure, n }) => [measure, n]), [['loss', 39], ['accuracy', 40], ['borderlineAccuracy', 4], ['cosineLoss', 40]]);
    assert.deepEqual([rows[0]!.estimate, rows[1]!.estimate, rows[2]!.estimate], [Number.NaN, 0.5, 1]);
  });
});

/** Read out behind blocks 4 and 5: 20 of 40 right, then 30; borderline images, wrong first and right at last. */
function examples(borderlineImages = 10): BorderlineExamples {
  const first = { block: 4, loss: around(0.5), right: right(0.5), entropy: around(1) };
  const last = { block: 5, loss: around(0.7), right: right(0.75), entropy: around(0.4) };
  const borderline = Uint8Array.from({ length: IMAGES }, (_, n) => Number(n >= 20 && n < 20 + borderlineImages));
  return { stage: 3, readouts: [first, last], borderline, alreadyCorrect: first.right };
}

describe('verdicts on JAB18’s findings', () => {
  const block = (cosine: number, ratio: number, term: number, change: number) => ({
    stage: 1, block: 1, cosineLoss: around(cosine), l2Ratio: around(ratio), taylorTerm: around(term), taylorTermBehind: around(term), lossChange: around(change),
  });

  test('J1 asks only blocks that move the state little', () => {
    assert.deepEqual(verdicts(taylorFinding(onTest, [block(0, 0.2, -1, -1.2), block(0, 0.9, -1, -9)])), ['J1 holds']);
    assert.deepEqual(verdicts(taylorFinding(onTest, [block(0, 0.2, -1, -9), block(0, 0.9, -1, -1)])), ['J1 does not hold']);
  });

  test('J2: every block, higher blocks, deeper networks', () => {
    const falling = [-0.05, -0.1, -0.2].map((cosine) => block(cosine, 1, 0, 0));
    assert.deepEqual(verdicts(cosineFindings(onTest, falling)), ['J2 holds', 'J2 holds']);
    assert.deepEqual(verdicts(cosineFindings(onTest, [...falling].reverse())), ['J2 holds', 'J2 does not hold']);
    assert.deepEqual(verdicts(cosineFindings(onTest, [block(0.05, 1, 0, 0), ...falling])), ['J2 does not hold', 'J2 holds']);
    // from 0 to 1 the line falls by 0.15
    near(cosineFindings(onTest, falling)[1]!.estimate, -0.15, 1e-4);
    const deep = { ...onTest, network: 'deep', blocks: falling };
    const shallow = { ...onTest, network: 'shallow', blocks: falling.slice(0, 2) };
    const [row] = cosineDepthFinding(shallow, deep);
    assert.deepEqual([row!.network, row!.verdict], ['deep against shallow', 'holds']);
    assert.throws(() => cosineDepthFinding({ ...shallow, images: 'training' }, deep), /were not measured on the same images/);
  });

  test('a mean that is around 0 decides nothing', () => {
    const undecided = { ...block(0, 1, 0, 0), cosineLoss: around(0, 1) };
    assert.equal(cosineFindings(onTest, [undecided])[0]!.verdict, 'not decided');
  });

  test('J3 by the largest ratio: below 1, above 2, or between', () => {
    for (const [largest, verdict] of [[0.8, 'holds'], [2.3, 'does not hold'], [1.5, 'not decided']] as const) {
      assert.deepEqual(verdicts(ratioFinding(onTest, [block(0, largest, 0, 0), block(0, 0.3, 0, 0)])), [`J3 ${verdict}`]);
    }
  });

  test('J4 by the block whose loss costs most', () => {
    const programs = [{ stage: 1, blocks: [1, 2] }, { stage: 1, blocks: [2] }, { stage: 1, blocks: [1] }];
    const drop = (worst: number) => new ProgramResults([2], programs, [right(0.9), right(0.85), right(worst)]);
    assert.deepEqual(verdicts(blockDropFinding(onTest, drop(0.8), 0.1)), ['J4 holds']);
    const [row] = blockDropFinding(onTest, drop(0.3), 0.1);
    near(row!.estimate, (0.3 - 0.1) / (0.9 - 0.1));
    assert.equal(row!.verdict, 'does not hold');
  });

  test('J5 by the slope, and by the smallest step', () => {
    const readout = (...accuracies: number[]) => ({ stage: 3, accuracy: accuracies, loss: [], entropy: [], images: accuracies.map((accuracy) => ({ right: right(accuracy), loss: around(1), entropy: around(1) })) });
    assert.deepEqual(verdicts(earlyReadoutFinding(onTest, readout(0.1, 0.5, 0.9))), ['J5 holds', 'J5 holds']);
    assert.deepEqual(verdicts(earlyReadoutFinding(onTest, readout(0.1, 0.9, 0.5))), ['J5 holds', 'J5 does not hold']);
  });

  test('J6: borderline examples, entropy, and on test images the loss', () => {
    assert.deepEqual(verdicts(borderlineFindings(onTest, examples())), ['J6 holds', 'J6 holds', 'J6 holds']);
    assert.equal(borderlineFindings(onTraining, examples()).length, 2);
    const [corrected] = borderlineFindings(onTest, examples(2));
    assert.deepEqual([corrected!.estimate, corrected!.n], [1, 2], 'two images of 40');
  });

  test('J7: on test images the loss rises, on training images it falls; borderline examples and cosines', () => {
    const unrolled = (scale: number, change: number, cosines: readonly number[]) => ({
      scale,
      steps: cosines.map((cosine, step) => ({ step, loss: around(0.5 + change * step, 0), right: right(step === 0 ? 0.25 : 0.5), cosineLoss: around(cosine) })),
    });
    const network = (change: number) => ({ unrolled: [unrolled(1, 1, [-0.1, -0.1, -0.05, 0.2]), unrolled(0.1, change, [-0.1, -0.1, -0.1, -0.1])], borderline: right(0.6) });
    assert.deepEqual(verdicts(unrollingFindings(onTest, network(0.1), 0.1)), ['J7 holds', 'J7 holds', 'J7 holds', 'J7 holds']);
    assert.deepEqual(verdicts(unrollingFindings(onTraining, network(-0.1), 0.1)), ['J7 holds', 'J7 holds', 'J7 holds']);
    assert.deepEqual(verdicts(unrollingFindings(onTest, network(-0.1), 1)), ['J7 holds', 'J7 holds', 'J7 holds', 'J7 does not hold']);
    assert.throws(() => unrollingFindings(onTest, network(0), 0.5), { message: 'The block was not unrolled with the scale 0.5.' });
  });

  test('every finding states its statistic, its rule and what its interval is over', () => {
    for (const row of [...ratioFinding(onTest, [block(0, 0.5, 0, 0)]), ...cosineFindings(onTest, [block(-0.1, 1, 0, 0)])]) {
      assert.match(row.rule, /^interval wholly (below|above) .+: holds; (below|above) .+: does not hold$/);
      assert.ok(row.statistic.length > 20 && row.n === IMAGES);
    }
  });
});

describe('findings for the eye', () => {
  const row = (network: string, mean: number): FindingRow => ({ ...ratioFinding({ ...onTest, network }, [{ stage: 1, block: 1, l2Ratio: around(mean, 0) }])[0]! });
  const tables = [findingTable.table(earlyReadoutFinding(onTest, { stage: 1, accuracy: [], loss: [], entropy: [], images: [0.5, 0.5].map((a) => ({ right: right(a), loss: around(1), entropy: around(1) })) })), findingTable.table([row('a', 0.5), row('b', 1.5)])];

  test('are in the order of J1 to J7, with intervals to three digits', () => {
    const rows = readableFindings(...tables).objects() as Record<string, unknown>[];
    assert.deepEqual(rows.map(({ finding, network, verdict }) => [finding, network, verdict]), [['J3', 'a', 'holds'], ['J3', 'b', 'not decided'], ['J5', 'by hand', 'not decided'], ['J5', 'by hand', 'not decided']]);
    assert.deepEqual(rows.map((each) => each['value [95 % interval over images]']), ['0.500 [0.500, 0.500]', '1.50 [1.50, 1.50]', '0 [0, 0]', '0 [0, 0]']);
  });

  test('a finding holds in these networks when it holds in each, and does not when it does not in one', () => {
    const verdict = (...means: number[]) => {
      const [first] = findingVerdicts(findingTable.table(means.map((mean, i) => row(`network ${i}`, mean)))).objects() as Record<string, unknown>[];
      return first!['in these networks'];
    };
    assert.deepEqual([verdict(0.5, 0.6), verdict(0.5, 1.5), verdict(0.5, 1.5, 2.5)], ['holds', 'not decided', 'does not hold']);
  });

  test('say how each is decided, once', () => assert.deepEqual((findingRules(...tables).objects() as Record<string, unknown>[]).map(({ finding }) => finding), ['J3', 'J5', 'J5']));
});
