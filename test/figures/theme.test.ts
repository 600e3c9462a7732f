import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { PlotData } from 'plotly.js';
import { drawSvg } from '../../src/figures/static/draw';
import { textWidth } from '../../src/figures/static/text-width';
import { inLines, legendRows } from '../../src/figures/text-lines';
import { frame, logarithmicAxis } from '../../src/figures/theme';

test('a caption is cut nowhere: it takes as many lines as it needs, for which the figure grows', () => {
  const caption = 'bars: 95 % bootstrap intervals over images; synthetic, n = 2,000 test and 1,000 training images; '.repeat(3);
  const [one, many] = [frame({ title: 'A title', caption: 'short', width: 300 }), frame({ title: 'A title', caption, width: 300 })];
  const { text = '' } = (many.title as { subtitle: { text?: string } }).subtitle;
  const lines = text.split('<br>');
  assert.ok(lines.length > 5 && lines.every((line) => textWidth(line, 12, 'regular') <= 300 - 28));
  assert.doesNotMatch(text, /n(<br>| )=<br>|n<br>/);
  assert.equal(many.height! - one.height!, many.margin!.t! - one.margin!.t!);
});

test('a long title too; tags have no width', () => {
  const { title, height } = frame({ title: 'How far does the state still move? '.repeat(4), caption: '' });
  assert.match((title as { text: string }).text, /^<b>.*<br>.*<\/b>$/);
  assert.ok(height! > 460);
  assert.equal(inLines('<b>a</b>', 10, 12), '<b>a</b>');
});

test('the legend has the room that its names take', async () => {
  const names = Array.from({ length: 11 }, (_, i) => `two neighbours exchanged ${i}`);
  const rows = legendRows(names, 618);
  assert.equal(rows, 4);
  const data = names.map((name): Partial<PlotData> => ({ type: 'scatter', name, x: [0, 1], y: [0, 1] }));
  const svg = await drawSvg({ data, layout: frame({ title: 'A title', caption: '', legend: names }) });
  const [, top] = /<g class="legend"[^>]*translate\([\d.]+,([\d.]+)\)/.exec(svg)!;
  assert.ok(Number(top) > 460 - 60 - rows * 28 + 30, `the legend begins at ${top}`);
  assert.doesNotMatch(svg, /<g class="scrollbox"[^>]*clip-path/, 'wider letters of another font are not cut');
});

test('a click on an entry of the legend shows it alone, with all that belongs to it', () => {
  const { itemclick, itemdoubleclick, groupclick } = frame({ title: '', caption: '' }).legend!;
  assert.deepEqual([itemclick, itemdoubleclick, groupclick], ['toggleothers', 'toggle', 'togglegroup']);
});

test('logarithmic ticks are powers of ten, two or more and seven or less, whatever the values', () => {
  for (const values of [[0.0015, 0.0065], [20, 80], [0.03, 0.6], [1, 1], [1e-9, 1e12], [], [0, NaN, Infinity, 5]]) {
    const { tickvals = [], ticktext = [], range = [], minor } = logarithmicAxis('r', values);
    const powers = (tickvals as number[]).map(Math.log10);
    assert.ok(powers.every((power) => Math.abs(power - Math.round(power)) < 1e-9), String(tickvals));
    const [low, high] = range as [number, number];
    assert.ok(tickvals.length >= 2 && tickvals.length <= 7 && powers.every((power) => power >= low && power <= high), `${values.join()}: ${String(tickvals)} in ${low}–${high}`);
    for (const value of values.filter((each) => each > 0 && each < Infinity)) assert.ok(Math.log10(value) >= low && Math.log10(value) <= high);
    assert.ok((minor!.tickvals as number[]).every((value) => Math.log10(value) >= low && Math.log10(value) <= high));
    assert.equal(ticktext.length, tickvals.length);
  }
  assert.deepEqual(logarithmicAxis('r', [0.003, 40]).ticktext, ['0.01', '0.1', '1', '10']);
  assert.deepEqual(logarithmicAxis('r', [1e-4, 1]).ticktext, ['10<sup>−4</sup>', '10<sup>−3</sup>', '10<sup>−2</sup>', '10<sup>−1</sup>', '10<sup>0</sup>']);
});
