import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { Resvg } from '@resvg/resvg-js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sampleStimuli } from '../../../src/data/digitclutter/generate';
import { Painter } from '../../../src/data/digitclutter/painter';
import type { Character } from '../../../src/data/digitclutter/stimulus';
import { loadTypeface, type Typeface } from '../../../src/data/digitclutter/typeface';

const SIDE = 32;
const paths = (JSON.parse(readFileSync(join(__dirname, '..', '..', '..', 'data', 'digitclutter', 'digits.json'), 'utf8')) as { readonly digits: Record<string, string> }).digits;

let typeface: Typeface;
before(async () => {
  typeface = await loadTypeface();
});

/** The middle of the canvas, in the standard style. */
const character = (identity: number, change: Partial<Character> = {}): Character => ({
  ...sampleStimuli(3, 'training', 1)[0]!.characters[0]!,
  identity,
  xOffset: 0,
  yOffset: 0,
  ...change,
});

function paint(...characters: Character[]): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE);
  new Painter(typeface).paint(characters, image);
  return image;
}

/** The same by another rasterizer: the font's own curves, drawn by resvg on 512 × 512 pixels and averaged. */
function paintByResvg(characters: readonly Character[]): Float64Array {
  const drawn = characters.map(({ identity, xOffset, yOffset, xScale, yScale, fontSize, face, edge, lineWidth }) => {
    const contours = typeface.digits[identity]!.flat();
    const middle = (axis: 0 | 1): number => (Math.min(...contours.map((point) => point[axis])) + Math.max(...contours.map((point) => point[axis]))) / 2;
    const [scaleX, scaleY] = [(fontSize * xScale) / 1000, (fontSize * yScale) / 1000];
    const [x, y] = [256 + Math.trunc(512 * xOffset) - middle(0) * 1000 * scaleX, 256 + Math.trunc(512 * yOffset) - middle(1) * 1000 * scaleY];
    const path = paths[String(identity)]!.replace(/(-?[\d.]+) (-?[\d.]+)/g, (_, a: string, b: string) => `${x + Number(a) * scaleX} ${y - Number(b) * scaleY}`);
    const paintOf = ([r, g, b, opacity]: readonly number[], what: string): string => `${what}="rgb(${r},${g},${b})" ${what}-opacity="${opacity}"`;
    return `<path d="${path}" fill="none" ${paintOf(edge, 'stroke')} stroke-width="${lineWidth}" stroke-miterlimit="10"/><path d="${path}" ${paintOf(face, 'fill')}/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="512" height="512"><rect width="512" height="512" fill="#777"/>${drawn.join('')}</svg>`;
  const { pixels } = new Resvg(svg).render();
  const image = new Float64Array(SIDE * SIDE);
  for (let y = 0; y < 512; y++) for (let x = 0; x < 512; x++) image[(y >> 4) * SIDE + (x >> 4)]! += (pixels[4 * (y * 512 + x)]! + pixels[4 * (y * 512 + x) + 1]! + pixels[4 * (y * 512 + x) + 2]!) / 3 / 256;
  return image;
}

function assertSameImage(actual: Uint8Array, expected: Float64Array, what: string): void {
  const differences = Array.from(actual, (value, i) => Math.abs(value - expected[i]!));
  const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
  assert.ok(mean < 0.4 && Math.max(...differences) < 6, `${what}: mean difference ${mean}, largest ${Math.max(...differences)} grey levels`);
}

describe('an image is that of another rasterizer, within a few grey levels:', () => {
  for (let digit = 0; digit < 10; digit++) {
    test(`digit ${digit}`, () => {
      const one = character(digit, { xOffset: 0.03, yOffset: -0.11 });
      assertSameImage(paint(one), paintByResvg([one]), `digit ${digit}`);
    });
  }

  test('three to five digits, as the generator draws them', () => {
    for (const { path, characters } of [3, 4, 5].flatMap((digits) => sampleStimuli(digits as 3, 'test', 4))) assertSameImage(paint(...characters), paintByResvg(characters), path);
  });

  test('other sizes, scales, colours, opacities and line widths', () => {
    const characters = [
      character(8, { fontSize: 500, xScale: 1.3, yScale: 0.7, face: [200, 30, 10, 1], edge: [0, 90, 255, 0.5], lineWidth: 35 }),
      character(4, { xOffset: 0.2, fontSize: 150, face: [255, 255, 0, 0.25], lineWidth: 0 }),
      character(7, { xOffset: -0.45, yOffset: 0.45, edge: [10, 20, 30, 1], lineWidth: 3 }),
    ];
    assertSameImage(paint(...characters), paintByResvg(characters), 'three styles');
  });
});

describe('composition', () => {
  /** Around the middle of the image, where the canvas is a digit's stem. */
  const middle = (image: Uint8Array): number => image[16 * SIDE + 16]!;

  test('no digit: the grey of the canvas', () => assert.deepEqual(new Set(paint()), new Set([119])));

  test('the last digit is in front: a black stem hides another’s edge, and a white edge another’s stem', () => {
    // Right of the canvas's middle lie 16 pixels of the image's pixel (16, 16): in the stem of one 1, at the right edge of another.
    const stem = character(1, { xOffset: -25 / 512 });
    assert.equal(middle(paint(stem)), 0);
    const edge = character(1, { xOffset: -56 / 512 });
    assert.ok(middle(paint(edge)) > 150);
    assert.equal(middle(paint(edge, stem)), 0);
    assert.ok(middle(paint(stem, edge)) > 150);
  });

  test('the outline shows 10 pixels around the face: the ink’s box', () => {
    // A 0 is 187.4 pixels wide and 281.5 high; with its outline 20 more: 12.97 and 18.85 pixels of the image.
    const image = paint(character(0));
    const changed = Array.from(image, (value, i) => ({ value, x: i % SIDE, y: Math.floor(i / SIDE) })).filter(({ value }) => value !== 119);
    const span = (axis: 'x' | 'y'): number[] => [Math.min(...changed.map((one) => one[axis])), Math.max(...changed.map((one) => one[axis]))];
    assert.deepEqual([span('x'), span('y')], [[9, 22], [6, 25]]);
    assert.deepEqual([image[16 * SIDE + 9]! > 119, image[16 * SIDE + 10]! < 119], [true, true]);
  });

  test('the middle of the ink is at the offset: an image of a 0 is its own mirror image, nearly', () => {
    const image = paint(character(0));
    const mirrored = image.map((_, i) => image[Math.floor(i / SIDE) * SIDE + (SIDE - 1 - (i % SIDE))]!);
    assert.ok(image.every((value, i) => Math.abs(value - mirrored[i]!) < 25));
    assert.deepEqual(paint(character(0, { xOffset: 16 / 512 })).subarray(1), paint(character(0)).subarray(0, -1), 'moved by a pixel');
    assert.deepEqual(paint(character(3, { yOffset: -0.99 / 512 })), paint(character(3)), 'offsets are rounded toward zero');
  });

  test('digits are cut off at the canvas’s edge', () => {
    const outside = paint(character(5, { xOffset: 2 }), character(5, { yOffset: -2 }));
    assert.deepEqual(new Set(outside), new Set([119]));
    const half = paint(character(8, { yOffset: 0.5 }));
    const whole = paint(character(8));
    assert.deepEqual(half.subarray(16 * SIDE), whole.subarray(0, 16 * SIDE));
  });
});
