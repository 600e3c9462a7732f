import { type Layer, layerOf, ONE } from './layer';
import { BACKGROUND, CANVAS, type Character } from './stimulus';
import type { Typeface } from './typeface';

/** Side of the images, in pixels. */
export const SIDE = 32;

/** Pixels of the canvas on a side of a pixel of the image. */
const BLOCK = CANVAS / SIDE;

/**
 * Draws images as the authors' generator does: digits one over the other on a grey canvas of 512 × 512 pixels of 8 bits, then every
 * 16 × 16 pixels averaged.
 */
export class Painter {
  private readonly canvas = new Uint8Array(CANVAS * CANVAS);

  constructor(private readonly typeface: Typeface) {}

  /** Writes the image of digits, the last of them in front. @param image [32, 32], written to */
  paint(characters: readonly Character[], image: Uint8Array): void {
    this.canvas.fill(BACKGROUND);
    for (const character of characters) {
      // Toward zero, as the authors' generator rounds.
      const x = CANVAS / 2 + Math.trunc(CANVAS * character.xOffset);
      const y = CANVAS / 2 + Math.trunc(CANVAS * character.yOffset);
      cover(this.canvas, keptLayer(this.typeface, character), x, y);
    }
    averageBlocks(this.canvas, image);
  }
}

/** Layers of every typeface that were asked for last. */
const kept = new WeakMap<Typeface, Map<string, Layer>>();

/** Ten digits of several styles. */
const KEPT_LAYERS = 60;

function keptLayer(typeface: Typeface, { xOffset: _x, yOffset: _y, font: _font, ...character }: Character): Layer {
  const layers = kept.get(typeface) ?? new Map<string, Layer>();
  kept.set(typeface, layers);
  const key = Object.values(character).join();
  const found = layers.get(key);
  if (found) return found;
  if (layers.size >= KEPT_LAYERS) layers.clear();
  const layer = layerOf(typeface, character);
  layers.set(key, layer);
  return layer;
}

/** Runs of fewer pixels are filled by a loop, which is faster then. */
const SHORT = 8;

/** Lays a digit over the canvas with its middle at (x, y); what lies outside the canvas is cut off. */
function cover(canvas: Uint8Array, { runs, transmitted, added }: Layer, x: number, y: number): void {
  const [side, half, short] = [CANVAS, ONE / 2, SHORT]; // an imported constant costs a call in every turn of a loop
  for (let i = 0; i < runs.length; i += 4) {
    const row = runs[i]! + y;
    if (row < 0 || row >= side) continue;
    const first = runs[i + 1]! + x;
    const start = row * side + Math.max(first, 0);
    const end = row * side + Math.min(runs[i + 2]! + x, side);
    const level = runs[i + 3]!;
    if (level < 0) {
      const offset = -1 - level - first - row * side;
      for (let at = start; at < end; at++) {
        canvas[at] = (Math.imul(canvas[at]!, transmitted[at + offset]!) + added[at + offset]! + half) >> 16;
      }
    } else if (end - start < short) {
      for (let at = start; at < end; at++) canvas[at] = level;
    } else {
      canvas.fill(level, start, end);
    }
  }
}

/** Means of blocks of 16 × 16 pixels, rounded; four pixels are added at a time, as two pairs of 16-bit sums. */
function averageBlocks(canvas: Uint8Array, image: Uint8Array): void {
  const words = new Int32Array(canvas.buffer);
  const perRow = CANVAS / 4;
  const perBlock = BLOCK / 4;
  for (let row = 0; row < SIDE; row++) {
    for (let column = 0; column < SIDE; column++) {
      let sums = 0;
      for (let y = 0; y < BLOCK; y++) {
        const start = (row * BLOCK + y) * perRow + column * perBlock;
        for (let at = start; at < start + perBlock; at++) {
          const four = words[at]!;
          sums = (sums + (four & 0x00ff00ff) + ((four >>> 8) & 0x00ff00ff)) | 0;
        }
      }
      image[row * SIDE + column] = ((sums & 0xffff) + (sums >>> 16) + (BLOCK * BLOCK) / 2) >> 8;
    }
  }
}
