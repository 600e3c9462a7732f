import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import type { PlotData } from 'plotly.js';
import { drawSvg, rasterize } from '../../src/figures/static/draw';
import { staticImage } from '../../src/figures/static/static-image';

const points: Partial<PlotData> = { type: 'scatter', mode: 'lines', x: [0, 1], y: [0.00012, 0.00031] };
const layout = { width: 300, height: 200, xaxis: { title: { text: 'λ' } } };
const figure = { name: 'lines', data: [points], layout };

/** Pixels that are not white within a part of an image. */
async function inkIn(png: Buffer, x: number, y: number, width: number, height: number): Promise<number> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  const { data } = context.getImageData(x, y, width, height);
  return data.filter((value, i) => i % 4 === 0 && value < 200).length;
}

test('the child process draws what is drawn here, and this process stays free meanwhile', async () => {
  let turns = 0;
  const timer = setInterval(() => turns++, 5);
  const { svg, png } = await staticImage(figure);
  clearInterval(timer);
  assert.equal(svg, await drawSvg(figure));
  assert.deepEqual(png, rasterize(svg, 1));
  assert.ok(turns > 5, `${turns} turns`);
});

test('figures asked for at once are drawn alike', async () => {
  const [first, ...others] = await Promise.all([1, 2, 3].map(() => staticImage(figure)));
  assert.ok(others.every(({ svg }) => svg === first!.svg));
});

test('identifiers follow from the content, and differ between figures of one page', async () => {
  const identifiers = (svg: string): string[] => [...svg.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id!);
  const one = identifiers(await drawSvg(figure));
  const other = identifiers(await drawSvg({ ...figure, data: [{ ...points, y: [1, 2] }] }));
  assert.ok(one.length > 3);
  assert.deepEqual(
    one.filter((id) => other.includes(id)),
    [],
  );
});

test('attributes are rounded, texts are not', async () => {
  const svg = await drawSvg(figure);
  assert.match(svg, />0\.00015<|>150μ</);
  assert.doesNotMatch(svg.replace(/>[^<]+</g, '><'), /\d\.\d{4}/);
});

test('texts appear in the PNG with the bundled font only', async () => {
  const blank = { ...figure, layout: { ...layout, xaxis: { title: { text: '' } } } };
  const below = [100, 150, 100, 30] as const;
  assert.ok((await inkIn(rasterize(await drawSvg(figure), 1), ...below)) > 10);
  assert.equal(await inkIn(rasterize(await drawSvg(blank), 1), ...below), 0);
});

test('the scale multiplies the pixels', async () => {
  const image = await loadImage(rasterize(await drawSvg(figure), 2));
  assert.deepEqual([image.width, image.height], [600, 400]);
});

test('heat maps, which plotly paints on a canvas, are drawn', async () => {
  const heat: Partial<PlotData> = {
    type: 'heatmap',
    z: [
      [0, 1],
      [2, 3],
    ],
    showscale: false,
  };
  const svg = await drawSvg({ data: [heat], layout: { width: 200, height: 200, margin: { l: 0, r: 0, t: 0, b: 0 } } });
  assert.match(svg, /<image[^>]*data:image\/png;base64/);
  assert.ok((await inkIn(rasterize(svg, 1), 0, 0, 200, 200)) > 10_000);
});

test('what cannot be drawn is refused in one sentence', async () => {
  await assert.rejects(staticImage({ name: 'deep', data: [{ type: 'surface' }], layout }), {
    message:
      'The static figure deep could not be drawn: A static figure cannot show surface: these need WebGL. Use another trace type.',
  });
});

test('a layout without width and height is drawn at the usual size', async () => {
  assert.match(await drawSvg({ data: [], layout: {} }), /<svg [^>]*width="700" height="460"/);
});
