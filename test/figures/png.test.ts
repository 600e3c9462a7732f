import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createCanvas, loadImage } from '@napi-rs/canvas';
import { encodePng } from '../../src/figures/png';

/** Pixels as an independent decoder reads them, [height, width, red green blue alpha]. */
async function decode(png: Buffer): Promise<{ width: number; height: number; pixels: Uint8ClampedArray }> {
  const image = await loadImage(png);
  const context = createCanvas(image.width, image.height).getContext('2d');
  context.drawImage(image, 0, 0);
  return { width: image.width, height: image.height, pixels: context.getImageData(0, 0, image.width, image.height).data };
}

test('grey pixels survive', async () => {
  const { width, height, pixels } = await decode(encodePng(Uint8Array.of(0, 128, 255, 7, 8, 9), 2, 3, 1));
  assert.deepEqual([width, height], [3, 2]);
  assert.deepEqual(
    [...pixels],
    [0, 128, 255, 7, 8, 9].flatMap((grey) => [grey, grey, grey, 255]),
  );
});

test('colored pixels survive', async () => {
  const { pixels } = await decode(encodePng(Uint8Array.of(255, 0, 0, 1, 2, 3), 1, 2, 3));
  assert.deepEqual([...pixels], [255, 0, 0, 255, 1, 2, 3, 255]);
});

test('what is no image is refused', () => {
  assert.throws(() => encodePng(new Uint8Array(8), 2, 2, 2), /1 or 3 channels, not of 2/);
  assert.throws(() => encodePng(new Uint8Array(5), 2, 2, 1), /2 × 2 × 1 pixels were announced, 5 came/);
});
