import { escape } from 'arquero';
import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { mean } from 'simple-statistics';
import type { ImageSet } from '../../src/data/dataset';
import { claimEffects } from '../../src/figures/claims/claim-effects';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { exampleImages } from '../../src/figures/example-images';
import type { Figure } from '../../src/figures/figure';
import { indicesAgainstCoupling } from '../../src/ideas/gradient-coupling/figure';
import { indicesAgainstLipschitz } from '../../src/ideas/lipschitz-constraint/figure';
import { scatter } from '../../src/figures/scatter';
import { learningCurves } from '../../src/figures/learning-curves';
import { readoutCurves } from '../../src/ideas/indices/figure';
import { testErrorAgainstConstraints } from '../../src/ideas/generalization/figure';
import { testErrorAgainstParameters } from '../../src/ideas/generalization/test-error-against-parameters';
import { evidence } from '../../src/claims/evidence';
import { claims } from '../../src/ideas/claims';
import { curves, history, runs } from '../../src/tables/tables';
import { syntheticCurves, syntheticHistory, syntheticRuns } from '../tables/synthetic';
import { textWidth } from '../../src/figures/static/text-width';
import { assertNumbersHold } from './shared-ranges';
import { assertSnapshot } from './snapshot';

const runTable = runs.table(syntheticRuns());
const fiveSeeds = runs.table(syntheticRuns([1, 2, 3, 4, 5]));
const curveTable = curves.table(syntheticCurves());

/** Made-up images: stripes whose width is the label. */
const images: ImageSet = {
  images: Uint8Array.from({ length: 9 * 36 }, (_, i) => (Math.floor((i % 6) / ((Math.floor(i / 36) % 3) + 1)) % 2) * 255),
  labels: Uint8Array.from({ length: 9 }, (_, i) => i % 3),
  size: 9,
  shape: [6, 6, 1],
};

const traces = (figure: Figure): Partial<PlotData>[] => figure.data as Partial<PlotData>[];
const caption = (figure: Figure): string => JSON.stringify(figure.layout.title).replaceAll('<br>', ' ');

test('example images', () => assertSnapshot(exampleImages(images, ['one', 'two', 'three'], 2)));
test('learning curves', () => assertSnapshot(learningCurves(history.table(syntheticHistory()))));
test('early readout, late start and overrun curves', () => assertSnapshot(readoutCurves(curveTable)));
test('indices against coupling', () => assertSnapshot(indicesAgainstCoupling(runTable)));
test('indices against the Lipschitz constant', () => assertSnapshot(indicesAgainstLipschitz(runTable)));
test('intervals of five seeds', () => assertSnapshot(indicesAgainstLipschitz(fiveSeeds), 'indices-against-lipschitz-five-seeds'));
test('test error against coupling and Lipschitz constant', () => assertSnapshot(testErrorAgainstConstraints(runTable)));
test('test error against effective parameters', () => assertSnapshot(testErrorAgainstParameters(runTable)));
test('effects and verdicts', () => assertSnapshot(claimEffects(claims(runTable))));

test('every figure says how many seeds it is of', () => {
  const one = runs.table(syntheticRuns([1]));
  for (const figure of [
    indicesAgainstCoupling,
    indicesAgainstLipschitz,
    testErrorAgainstConstraints,
    testErrorAgainstParameters,
  ]) {
    assert.match(caption(figure(runTable)), /n = 2 seeds/);
    assert.match(caption(figure(one)), /n = 1 seed, so no spread is known/);
    for (const few of [one, runTable]) assert.doesNotMatch(caption(figure(few)), /interval/, 'none is shown, and none promised');
  }
  assert.match(
    caption(indicesAgainstCoupling(runs.table([...syntheticRuns([1, 2]), ...syntheticRuns([3]).slice(0, 1)]))),
    /n = 2–3 seeds/,
  );
});

test('no label of an effect is cut off, however long', () => {
  const rows = evidence.rows(claims(runTable));
  for (const statement of ['short', 'that goes on and on '.repeat(6).trim()]) {
    const { layout } = claimEffects(evidence.table(rows.map((row) => ({ ...row, statement, primary: true, networks: 'conventional, group norm' }))));
    const label = `${rows[0]!.claim}: ${statement} (conventional, group norm)`;
    assert.ok(layout.margin!.l! > textWidth(label, 12, 'bold') && layout.width! - layout.margin!.l! > 300, statement);
  }
});

test('plotly knows every attribute of every figure', () => {
  const { plotly } = browserlessPlotly();
  // "unused": an attribute that is right but without effect, as the color of a zero line that is not shown.
  const complaints = (data: Figure['data'], layout: Figure['layout']): string[] =>
    [...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg);
  for (const figure of [
    exampleImages(images, ['one', 'two', 'three'], 2),
    learningCurves(history.table(syntheticHistory())),
    readoutCurves(curveTable),
    indicesAgainstCoupling(fiveSeeds),
    indicesAgainstLipschitz(fiveSeeds),
    testErrorAgainstConstraints(fiveSeeds),
    testErrorAgainstParameters(fiveSeeds),
    claimEffects(claims(runTable)),
  ]) {
    const { data, layout } = JSON.parse(JSON.stringify(figure)) as Figure;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    assert.deepEqual(complaints(data, layout), [], figure.name);
  }
});

test('where an effect has no interval, as of two seeds, its seeds are shown one by one', () => {
  for (const count of [1, 2, 3]) {
    const ledger = claims(runs.table(syntheticRuns([1, 2, 3].slice(0, count))));
    const without = evidence.rows(ledger).filter(({ lower }) => count > 1 && lower === null);
    assert.equal(without.length > 3, count === 2);
    const seeds = without.map(({ bySeed }) => bySeed.split(' ').map(Number));
    without.forEach(({ effect }, i) => assert.ok(seeds[i]!.length === count && Math.abs(mean(seeds[i]!) - effect) < 1e-12));
    const points = traces(claimEffects(ledger)).filter(({ marker }) => marker?.size === 5);
    assert.deepEqual(points.flatMap(({ x }) => x as number[]).sort(), seeds.flat().sort());
  }
});

test('a scatter of no rows, as of a mistyped filter, or of a mistyped column, is refused', () => {
  const none = runTable.filter(escape((row: { task: string }) => row.task === 'minst'));
  assert.throws(() => scatter(none, { x: 'coupling', y: 'testError' }), { message: 'No row of the table has both coupling and testError: it has 0 rows; see by what they were filtered.' });
  assert.throws(() => scatter(runTable, { x: 'coupling', y: 'testeror' }), /^RangeError: The table has no column "testeror" \(perhaps "testError"\); it has run, experiment, /);
});

test('networks of several tasks are refused', () => {
  const two = runs.table([...syntheticRuns(), ...syntheticRuns().map((row) => ({ ...row, task: 'other' }))]);
  for (const figure of [
    indicesAgainstCoupling,
    testErrorAgainstConstraints,
    (table: typeof two) => claimEffects(claims(table)),
  ]) {
    assert.throws(
      () => figure(two),
      /A figure is of one task, but the table has (synthetic, other|other, synthetic); filter it by task first/,
    );
  }
});

test('normalized accuracies below chance and above the whole network’s are drawn as they are', () => {
  const lowest = Math.min(...syntheticCurves().map((row) => row.normalizedAccuracy!));
  const highest = Math.max(...syntheticCurves().map((row) => row.normalizedAccuracy!));
  const drawn = traces(readoutCurves(curveTable)).flatMap((trace) => trace.y as number[]);
  assert.ok(lowest < 0 && highest > 1);
  assert.equal(Math.min(...drawn), lowest);
  assert.equal(Math.max(...drawn), highest);
});

test('every network of a setting without constraint is a point of the figure against coupling', () => {
  const [points, line] = traces(indicesAgainstCoupling(runTable));
  const convergence = syntheticRuns().filter((row) => row.normalization === 'batch' && row.lipschitz === null);
  assert.deepEqual(
    points!.y,
    convergence.map((row) => row.convergenceIndex),
  );
  assert.deepEqual(line!.x, [0, 0.5, 0.9, 1].map((coupling) => coupling - 0.025), 'the first of three lines, beside the second');
  assert.equal((line!.y as number[])[0], (convergence[0]!.convergenceIndex! + convergence[1]!.convergenceIndex!) / 2);
  assert.equal(line!.error_y, undefined, 'two seeds give no bar');
});

test('from three seeds on bars are the 95 % intervals of the means', () => {
  const lines = traces(indicesAgainstCoupling(fiveSeeds)).filter((trace) => trace.error_y);
  assert.equal(lines.length, 9);
});

test('many settings are small multiples: no panel has more than five lines and the ordinary networks to compare with', () => {
  for (const figure of [learningCurves(history.table(syntheticHistory())), readoutCurves(curveTable)]) {
    const lines = traces(figure).filter(({ fill }) => fill === undefined);
    const panels = new Map<string, string[]>();
    for (const { xaxis, name } of lines) panels.set(String(xaxis), [...(panels.get(String(xaxis)) ?? []), name!]);
    for (const names of panels.values()) assert.ok(names.includes('ordinary') && names.length <= 6, names.join());
    assert.equal(new Set(lines.map(({ name }) => name)).size, 9);
    const entries = lines.filter(({ showlegend }) => showlegend).map(({ name }) => name);
    assert.equal(entries.length, new Set(entries).size, 'one entry each in the legend');
  }
});

test('learning curves of few epochs are not stretched over the axis of many', () => assertNumbersHold(learningCurves(history.table(syntheticHistory()))));

test('an index that does not apply leaves a gap, not a zero', () => {
  const without = syntheticRuns().map((row) => ({ ...row, recurrenceIndex: null }));
  const recurrence = traces(indicesAgainstCoupling(runs.table(without))).filter((trace) => trace.xaxis === 'x2');
  assert.ok(recurrence.length > 0 && recurrence.every((trace) => (trace.y as number[]).length === 0));
});

test('a single condition still makes every figure', () => {
  const lone = (row: { normalization: string; coupling: number; lipschitz: number | null }): boolean =>
    row.normalization === 'batch' && row.coupling === 0 && row.lipschitz === null;
  const loneRuns = runs.table(syntheticRuns([1]).filter(lone));
  for (const figure of [
    indicesAgainstCoupling,
    indicesAgainstLipschitz,
    testErrorAgainstConstraints,
    testErrorAgainstParameters,
  ]) {
    assert.ok(traces(figure(loneRuns)).some((trace) => (trace.y as number[]).length === 1));
  }
  assert.deepEqual(claimEffects(claims(loneRuns)).data, []);
  const alone = readoutCurves(curves.table(syntheticCurves([1]).filter(lone)));
  assert.equal(alone.data.length, 9);
  assert.match(caption(alone), /lines: single networks/);
});

test('test errors are shown in per cent', () => {
  const [points] = traces(testErrorAgainstParameters(runTable));
  assert.deepEqual(
    points!.y,
    syntheticRuns()
      .slice(0, 2)
      .map((row) => 100 * row.testError),
  );
});

test('example images are the first of each class, in order', () => {
  const { images: shown = [] } = exampleImages(images, ['one', 'two', 'three'], 2).layout;
  assert.equal(shown.length, 6);
  assert.equal(shown[0]!.source, shown[1]!.source, 'images of one class are alike here');
  assert.notEqual(shown[0]!.source, shown[2]!.source);
  assert.throws(() => exampleImages(images, ['one', 'two']), /Image 2 has the label 2, but there are 2 class names/);
});

test('example images of several classes stand one by one, each under its digits from the back to the front', () => {
  const labels = Uint8Array.from({ length: 18 }, (_, i) => (i % 2 === 0 ? Math.floor(i / 2) % 3 : (Math.floor(i / 2) + 1) % 3));
  const one = { ...images, labels };
  const many = { images: Uint8Array.from([...one.images, ...one.images]), labels: Uint8Array.from([...labels, ...labels]), size: 18, shape: images.shape };
  const { images: shown = [], xaxis, annotations = [] } = exampleImages(many, ['0', '1', '2'], 2).layout;
  const titles = [...(xaxis?.ticktext ?? []), ...annotations.map(({ text }) => text ?? '')].map((title) => title.replace(/\W/g, ''));
  assert.equal(shown.length, 18);
  assert.deepEqual(titles, Array.from({ length: 18 }, (_, i) => ['01', '12', '20'][(i % 9) % 3]));
  assert.equal(annotations[0]!.x, shown[10]!.x, 'the second row’s titles stand above its images');
  assert.equal(new Set(shown.map(({ x, y }) => `${String(x)},${String(y)}`)).size, 18);
  assert.throws(() => exampleImages(many, ['0', '1']), /Image 1 has the label 2, but there are 2 class names/);
});
