import assert from 'node:assert/strict';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, mock, test } from 'node:test';
import { table } from 'arquero';
import { Figure } from '../../src/figures/figure';
import { frame } from '../../src/figures/theme';
import { show } from '../../src/notebook/show';
import { withFakeKernel } from './fake-kernel';

const figure = new Figure({
  name: 'line',
  data: [{ type: 'scatter', x: [0, 1], y: [NaN, 2] }],
  layout: frame({ title: 'A line', caption: 'Made up; n = 2 <i>seeds</i>' }),
});
const display = Symbol.for('Jupyter.display');

let folder: string;
beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'show-'))));
afterEach(async () => {
  mock.restoreAll();
  delete process.env.OUTPUT_DIR;
  delete process.env.STATIC_FIGURES;
  await rm(folder, { recursive: true, force: true });
});

test('a live session gets plotly’s figure and a line of text, and no PNG', () =>
  withFakeKernel(async (published) => {
    await show(figure);
    const { data } = published[0]!;
    assert.deepEqual(Object.keys(data), ['application/vnd.plotly.v1+json', 'text/plain']);
    assert.equal(data['text/plain'], '[Figure: A line Made up; n = 2 seeds]');
    const plotly = data['application/vnd.plotly.v1+json'] as { data: unknown; layout: { width: number } };
    assert.deepEqual(plotly.data, figure.data);
    assert.equal(plotly.layout.width, 700);
  }));

test('a headless run gets a PNG in the same bundle', async () => {
  process.env.STATIC_FIGURES = '1';
  await withFakeKernel(async (published) => {
    await show(figure);
    assert.equal(published.length, 1);
    const png = Buffer.from(String(published[0]!.data['image/png']), 'base64');
    assert.equal(png.toString('latin1', 1, 4), 'PNG');
    assert.deepEqual([png.readUInt32BE(16), png.readUInt32BE(20)], [700, 460]);
  });
});

test('as the last expression of a cell a figure is the same bundle', () =>
  withFakeKernel(async (published) => {
    await show(figure);
    const rich = figure as unknown as Record<symbol, () => Promise<unknown>>;
    assert.deepEqual(await rich[display]!(), published[0]!.data);
  }));

test('with an output folder figures and tables are written under their names', async () => {
  process.env.OUTPUT_DIR = folder;
  await withFakeKernel(async () => {
    await show(figure);
    await show(figure, { name: 'another-line' });
    await show(table({ a: [1, null] }), { name: 'numbers' });
    await show(table({ a: [1] }));
  });
  assert.deepEqual((await readdir(folder)).sort(), [
    'another-line.plotly.json',
    'another-line.svg',
    'line.plotly.json',
    'line.svg',
    'numbers.csv',
  ]);
  const svg = await readFile(join(folder, 'line.svg'), 'utf8');
  assert.match(svg, /^<svg .*A line.*<\/svg>$/s);
  assert.match(svg, /^<svg role="img" aria-label="A line Made up; n = 2 seeds" /);
  const plotly = JSON.parse(await readFile(join(folder, 'line.plotly.json'), 'utf8')) as { data: { y: unknown }[] };
  assert.deepEqual(plotly.data[0]!.y, [null, 2]);
  assert.equal(await readFile(join(folder, 'numbers.csv'), 'utf8'), 'a\n1\n\n');
});

test('a folder that cannot be written to is reported; what was computed is shown all the same', async () => {
  process.env.OUTPUT_DIR = join(folder, 'taken');
  await writeFile(process.env.OUTPUT_DIR, '');
  const said = mock.method(console, 'error', () => undefined);
  await withFakeKernel(async (published) => {
    await show(figure);
    await show(table({ a: [1] }), { name: 'numbers' });
    assert.equal(published.length, 2);
  });
  assert.equal(said.mock.callCount(), 3);
  for (const call of said.mock.calls)
    assert.match(String(call.arguments[0]), /could not be written: its place is taken by a file/);
});

test('a figure that cannot be drawn without a browser is shown interactively, and the reason is given', async () => {
  process.env.STATIC_FIGURES = '1';
  const said = mock.method(console, 'error', () => undefined);
  await withFakeKernel(async (published) => {
    await show(new Figure({ name: 'deep', data: [{ type: 'surface' }], layout: frame({ title: 'Deep', caption: '' }) }));
    assert.deepEqual(Object.keys(published[0]!.data), ['application/vnd.plotly.v1+json', 'text/plain']);
  });
  assert.match(String(said.mock.calls[0]!.arguments[0]), /The static figure deep could not be drawn: .*WebGL/);
});

test('tables escape cells and column names, show absent values as such, and say what is left out', () =>
  withFakeKernel(async (published) => {
    await show(table({ '<script>alert(1)</script>': ['<img src=x onerror="alert(2)">', 'λ & c'], value: [-0.123456, null] }));
    await show(table({ n: Array.from({ length: 1050 }, (_, i) => i) }));
    const html = String(published[0]!.data['text/html']);
    assert.doesNotMatch(html, /<script|<img/);
    assert.match(html, /<th style="text-align: left">&#60;script&#62;/);
    assert.match(html, /<td style="text-align: right">−0\.1235<\/td>/);
    assert.match(html, /<td style="text-align: right">–<\/td>/);
    assert.match(String(published[1]!.data['text/html']), /… and 1,010 more rows/);
    assert.match(String(published[1]!.data['text/plain']), /\n39\n… and 1,010 more rows$/);
  }));

test('outside a kernel text is printed', async () => {
  const said = mock.method(console, 'log', () => undefined);
  await show(figure);
  await show(table({ name: ['a', 'bcd'], value: [1, 20.5] }));
  assert.deepEqual(
    said.mock.calls.map((call) => call.arguments[0] as unknown),
    ['[Figure: A line Made up; n = 2 seeds]', 'name  value\na         1\nbcd    20.5'],
  );
});
