import type { Contour } from './typeface';

/** How far a shape covers the pixels of a rectangle. */
export interface Coverage {
  /** of the first pixel, in pixels from where the shape is placed */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** [height, width], in 255ths of a pixel */
  readonly values: Uint8Array;
}

/** Lines on which a row of pixels is sampled; along each of them lengths are exact. */
const LINES_PER_PIXEL = 16;

interface Crossing {
  readonly x: number;
  /** +1: the contour goes down here; −1: up */
  readonly turn: number;
}

/**
 * Area covered by the inside of contours (nonzero winding), pixel by pixel. It uses +, −, × and ÷ only, which give the same bits
 * on every machine.
 * @param contours in pixels; not empty
 */
export function coverageOf(contours: readonly Contour[]): Coverage {
  const along = (axis: 0 | 1): number[] => contours.flatMap((contour) => contour.map((point) => point[axis]));
  const extent = (values: number[]): [number, number] => [
    Math.floor(values.reduce((least, value) => Math.min(least, value))),
    Math.ceil(values.reduce((most, value) => Math.max(most, value))),
  ];
  const [left, right] = extent(along(0));
  const [top, bottom] = extent(along(1));
  const [width, height] = [right - left, bottom - top];
  const lines = crossings(contours, top, height * LINES_PER_PIXEL);
  const values = new Uint8Array(width * height);
  for (let row = 0; row < height; row++) {
    const covered = new Float64Array(width);
    for (const line of lines.slice(row * LINES_PER_PIXEL, (row + 1) * LINES_PER_PIXEL)) {
      let winding = 0;
      let from = 0;
      for (const { x, turn } of line.sort((a, b) => a.x - b.x)) {
        if (winding === 0) from = x;
        winding += turn;
        if (winding === 0) cover(covered, from - left, x - left);
      }
    }
    covered.forEach((length, column) => (values[row * width + column] = Math.round((255 * length) / LINES_PER_PIXEL)));
  }
  return { left, top, width, height, values };
}

/** Where contours cross each line, from the top. */
function crossings(contours: readonly Contour[], top: number, count: number): Crossing[][] {
  const lines = Array.from({ length: count }, (): Crossing[] => []);
  for (const contour of contours) {
    contour.forEach(([x0, y0], i) => {
      const [x1, y1] = contour[(i + 1) % contour.length]!;
      const turn = y1 > y0 ? 1 : -1;
      const [upper, lower] = turn > 0 ? [y0, y1] : [y1, y0];
      // Line n is at y = top + (n + ½) / LINES_PER_PIXEL; it crosses where upper ≤ y < lower.
      const lineAt = (y: number): number => Math.ceil((y - top) * LINES_PER_PIXEL - 0.5);
      for (let n = lineAt(upper); n < lineAt(lower); n++) {
        const y = top + (n + 0.5) / LINES_PER_PIXEL;
        lines[n]!.push({ x: x0 + ((y - y0) * (x1 - x0)) / (y1 - y0), turn });
      }
    });
  }
  return lines;
}

/** Adds the length of [from, to) that falls on each pixel. */
function cover(covered: Float64Array, from: number, to: number): void {
  const [first, last] = [Math.floor(from), Math.floor(to)];
  if (first === last) {
    covered[first]! += to - from;
    return;
  }
  covered[first]! += first + 1 - from;
  for (let column = first + 1; column < last; column++) covered[column]! += 1;
  if (last < covered.length) covered[last]! += to - last;
}
