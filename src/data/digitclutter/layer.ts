import { coverageOf, type Coverage } from './coverage';
import { strokeOf } from './stroke';
import type { Character, Colour } from './stimulus';
import type { Contour, Point, Typeface } from './typeface';

/** What 1 is in the fixed-point numbers of a layer. */
export const ONE = 2 ** 16;

/**
 * A digit with its outline, ready to be laid over a canvas, as runs of pixels of a row that either get one grey level or, where the canvas
 * shines through, turn a grey level c into (c · transmitted + added) / ONE.
 */
export interface Layer {
  /** [runs, 4]: row, first column and column behind the last, in pixels from the middle of the digit's ink; grey level, or −1 − place in the arrays */
  readonly runs: Int32Array;
  readonly transmitted: Int32Array;
  readonly added: Int32Array;
}

/** What a layer depends on. */
export type LayerKey = Omit<Character, 'xOffset' | 'yOffset' | 'font'>;

/**
 * A digit whose ink has its middle at the origin: its outline, and its face on top. The outline is a stroke centred on the contour, so
 * that half of its width shows around the face; it is as wide at every scale (**ours**: in the generator's sets the scale is 1).
 */
export function layerOf({ digits }: Typeface, { identity, fontSize, xScale, yScale, face, edge, lineWidth }: LayerKey): Layer {
  const contours = centred(digits[identity]!.map((contour) => contour.map(([x, y]): Point => [x * fontSize * xScale, y * fontSize * yScale])));
  const inside = coverageOf(contours);
  const around = lineWidth > 0 ? coverageOf(strokeOf(contours, lineWidth)) : inside;
  return blend(around, lineWidth > 0 ? edge : [0, 0, 0, 0], inside, face);
}

/** A shape in front of another that reaches at least as far. */
function blend(back: Coverage, backColour: Colour, front: Coverage, frontColour: Colour): Layer {
  const { left, top, width, height } = back;
  const [transmitted, added] = [new Int32Array(width * height), new Int32Array(width * height)];
  const runs: number[] = [];
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const behind = (back.values[at]! / 255) * backColour[3];
      const before = (valueAt(front, left + column, top + row) / 255) * frontColour[3];
      transmitted[at] = Math.round(ONE * (1 - behind) * (1 - before));
      added[at] = Math.round(ONE * (grey(backColour) * behind * (1 - before) + grey(frontColour) * before));
    }
    /** The grey level that a pixel gets whatever was there; −1: it shines through; NaN: it is left as it is. */
    const level = (column: number): number => {
      const at = row * width + column;
      if (transmitted[at] === 0) return Math.round(added[at]! / ONE);
      return transmitted[at] === ONE ? Number.NaN : -1;
    };
    for (let from = 0, to; from < width; from = to) {
      const own = level(from);
      for (to = from + 1; to < width && Object.is(level(to), own); ) to++;
      if (!Number.isNaN(own)) runs.push(top + row, left + from, left + to, own < 0 ? -1 - (row * width + from) : own);
    }
  }
  return { runs: Int32Array.from(runs), transmitted, added };
}

function valueAt({ left, top, width, height, values }: Coverage, x: number, y: number): number {
  const [column, row] = [x - left, y - top];
  return column < 0 || column >= width || row < 0 || row >= height ? 0 : values[row * width + column]!;
}

/** The mean of the three channels, as images are made grey. */
function grey([red, green, blue]: Colour): number {
  return (red + green + blue) / 3;
}

function centred(contours: readonly Contour[]): Contour[] {
  const middle = (axis: 0 | 1): number => {
    const values = contours.flatMap((contour) => contour.map((point) => point[axis]));
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  const [x, y] = [middle(0), middle(1)];
  return contours.map((contour) => contour.map((point): Point => [point[0] - x, point[1] - y]));
}
