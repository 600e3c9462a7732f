import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { borderlineCurves } from '../../src/ideas/borderline-examples/figure';
import type { Figure } from '../../src/figures/figure';
import { cosineLossAgainstBlock } from '../../src/ideas/cosine-loss/figure';
import { l2RatioAgainstBlock } from '../../src/ideas/l2-ratio/figure';
import { intervalCaption } from '../../src/figures/interval-series';
import { browserlessPlotly } from '../../src/figures/static/browserless-plotly';
import { taylorTermsAgainstChange } from '../../src/ideas/taylor-term/figure';
import { unrollingCurves, unrollingScales } from '../../src/ideas/unrolling/figure';
import { syntheticBlocks, syntheticBorderline, syntheticChosenUnrolling, syntheticTaylor, syntheticUnrolling } from '../tables/synthetic-images';
import { assertSnapshot } from './snapshot';

const blocks = syntheticBlocks();
const figures: Readonly<Record<string, () => Figure>> = {
  'cosine loss against block': () => cosineLossAgainstBlock(blocks),
  'ℓ2 ratio against block': () => l2RatioAgainstBlock(blocks),
  'Taylor term against true change': () => taylorTermsAgainstChange(syntheticTaylor()),
  'borderline curves': () => borderlineCurves(syntheticBorderline('deep')),
  'unrolling curves': () => unrollingCurves(syntheticChosenUnrolling([1, 0.1]), syntheticUnrolling()),
  'scales of unrolling': () => unrollingScales(syntheticChosenUnrolling([1, 0.5, 0.1, 0.01]), 0.1),
};

for (const [name, figure] of Object.entries(figures)) test(name, () => assertSnapshot(figure()));

test('plotly knows every attribute', () => {
  const { plotly } = browserlessPlotly();
  for (const figure of Object.values(figures)) {
    const { name, data, layout } = JSON.parse(JSON.stringify(figure())) as Figure;
    delete layout.legend; // any legend makes plotly.js 4.1.1 throw in its validation
    const complaints = [...(plotly.validate(data, layout) ?? [])].filter(({ code }) => code !== 'unused').map(({ msg }) => msg);
    assert.deepEqual(complaints, [], name);
  }
});

test('every figure says of which data and how many images it is, and what its bars are', () => {
  for (const [name, figure] of Object.entries(figures)) {
    const caption = JSON.stringify(figure().layout.title).replaceAll('<br>', ' ');
    assert.match(caption, /95 % bootstrap intervals over images; synthetic, n = 100 (test and 100 training|test|training) images/, name);
  }
});

test('a group of images says how many they are; of two images there is no bar, and without bars none is promised', () => {
  const few = unrollingCurves(syntheticUnrolling(2));
  assert.deepEqual(few.layout.annotations!.map(({ text }) => text), ['100 test images', '100 test images', 'borderline: 2 test images', '100 test images']);
  const reach = (axis: string): number[] => (few.data as PlotData[]).filter(({ xaxis }) => xaxis === axis).flatMap(({ error_y: bars }) => (bars as { array: number[] }).array);
  assert.ok(reach('x3').every((length) => length === 0) && reach('x2').every((length) => length > 0));
  assert.equal(intervalCaption([{ estimate: 1, lower: 0, upper: 2, n: 2 }, { estimate: 1, lower: null, upper: null, n: 9 }]), '');
});

test('scales of unrolling stand on an axis with powers of ten only', () => {
  const { xaxis } = unrollingScales(syntheticChosenUnrolling([1, 0.3, 0.1, 0.03, 0.01, 0.003]), 0.1).layout;
  assert.deepEqual([xaxis!.type, xaxis!.ticktext], ['log', ['0.01', '0.1', '1']]);
});

test('a figure of one network refuses several', () => {
  const two = syntheticBorderline('deep', 'other');
  assert.throws(() => borderlineCurves(two), { message: 'This figure is of one network, but the table has deep, other; filter it by network first.' });
});

test('an estimate that does not exist is a gap, one without an interval has no bar', () => {
  const gap = syntheticBlocks((row, i) => (i === 0 ? { ...row, estimate: Number.NaN, lower: null, upper: null } : row));
  const [line] = cosineLossAgainstBlock(gap).data.filter((trace) => (trace as PlotData).name === 'shallow' && (trace as PlotData).xaxis === 'x2') as PlotData[];
  assert.ok(Number.isNaN((line!.y as number[])[0]));
  assert.equal((line!.error_y as { array: number[] }).array[0], 0);
});
