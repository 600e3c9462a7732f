import type { Contour, Point } from './typeface';

/** Corners sharper than this ratio of the miter's length to the line's width are cut off (ImageMagick's default). */
const MITER_LIMIT = 10;

/**
 * The area within half a line width of closed contours, with mitered corners, as polygons that all turn the same way: their
 * union is what a nonzero winding covers.
 */
export function strokeOf(contours: readonly Contour[], lineWidth: number): Contour[] {
  const half = lineWidth / 2;
  return contours.flatMap((contour) => {
    const next = (i: number): number => (i + 1) % contour.length;
    const normals = contour.map((point, i) => normal(point, contour[next(i)]!));
    return contour.flatMap((point, i) => {
      const end = contour[next(i)]!;
      return [segment(point, end, normals[i]!, half), ...corner(end, normals[i]!, normals[next(i)]!, half)].map(turnedOneWay);
    });
  });
}

/** Unit vector across a segment. */
function normal([x0, y0]: Point, [x1, y1]: Point): Point {
  const length = Math.sqrt((x1 - x0) ** 2 + (y1 - y0) ** 2);
  return [(y0 - y1) / length, (x1 - x0) / length];
}

function moved([x, y]: Point, [dx, dy]: Point, by: number): Point {
  return [x + by * dx, y + by * dy];
}

function segment(start: Point, end: Point, across: Point, half: number): Contour {
  return [moved(start, across, half), moved(end, across, half), moved(end, across, -half), moved(start, across, -half)];
}

/** What a corner has outside its two segments. */
function corner(point: Point, before: Point, after: Point, half: number): Contour[] {
  const turn = before[0] * after[1] - before[1] * after[0];
  if (turn === 0) return [];
  const side = turn > 0 ? -half : half;
  const [from, to] = [moved(point, before, side), moved(point, after, side)];
  // The tip lies along the sum of the normals, at 1/cos of half the angle between them: (a + b) / (1 + a·b).
  const cosine = 1 + before[0] * after[0] + before[1] * after[1];
  const sharp = 2 > MITER_LIMIT * MITER_LIMIT * cosine;
  return [sharp ? [point, from, to] : [point, from, moved(point, [before[0] + after[0], before[1] + after[1]], side / cosine), to]];
}

function turnedOneWay(polygon: Contour): Contour {
  const twiceArea = polygon.reduce((sum, [x0, y0], i) => {
    const [x1, y1] = polygon[(i + 1) % polygon.length]!;
    return sum + (x0 * y1 - x1 * y0);
  }, 0);
  return twiceArea < 0 ? [...polygon].reverse() : polygon;
}
