import { join } from 'node:path';
import { z } from 'zod';
import { identify } from '../checksum';
import { type Places, projectPlaces } from '../places';
import { readDataFile } from '../read-file';

export type Point = readonly [x: number, y: number];

/** A closed curve of straight lines: the last point is joined to the first. */
export type Contour = readonly Point[];

/** The outlines of the digits, by which images are drawn. */
export interface Typeface {
  /** as in a sentence, with its version */
  readonly name: string;
  /** [10]: what is inside a digit's contours (nonzero winding), in units of the font size, y downwards */
  readonly digits: readonly (readonly Contour[])[];
}

/**
 * TeX Gyre Heros Bold, in which all images are drawn: a free design of the same shapes as the original's Helvetica Bold, with a '1'
 * that has no foot.
 * @throws DataError when its file in the repository is missing or another
 */
export async function loadTypeface({ repositoryFolder }: Places = projectPlaces()): Promise<Typeface> {
  const path = join(repositoryFolder, 'digitclutter', 'digits.json');
  const typeface = loaded.get(path) ?? (await readTypeface(path));
  loaded.set(path, typeface);
  return typeface;
}

/** By their files: a typeface is read once a process, and what was drawn in it is kept with it. */
const loaded = new Map<string, Typeface>();

async function readTypeface(path: string): Promise<Typeface> {
  const origin = { path, remedy: 'restore it with "git checkout -- data/digitclutter"' };
  const bytes = await readDataFile(origin, 100_000);
  identify(bytes, [{ sha256: '533c7920d243ef14646e8e9425e3317871ed59014702f95ffeacca34a33bf1a6' }], origin);
  const { font, unitsPerEm, digits } = fileSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  return { name: font, digits: Array.from({ length: 10 }, (_, digit) => contoursOf(digits[String(digit)]!, unitsPerEm)) };
}

const fileSchema = z.object({ font: z.string(), unitsPerEm: z.number(), digits: z.record(z.string(), z.string()) });

/** Lines that stand for a curve: in digits of 276 pixels they are within 0.15 pixels of it, a hundredth of the image's. */
const LINES_PER_CURVE = 16;

/** The contours of a path of M, L, C and Z in font units with y upwards. */
function contoursOf(path: string, unitsPerEm: number): Contour[] {
  const contours: Point[][] = [];
  for (const [, command, numbers] of path.matchAll(/([MLCZ])([^MLCZ]*)/g)) {
    const values = numbers!.split(' ').map((number) => Number(number) / unitsPerEm);
    const point = (i: number): Point => [values[2 * i]!, -values[2 * i + 1]!];
    if (command === 'M') contours.push([point(0)]);
    const contour = contours[contours.length - 1]!;
    if (command === 'L') contour.push(point(0));
    if (command === 'C') contour.push(...curve(contour[contour.length - 1]!, point(0), point(1), point(2)));
  }
  return contours.map(withoutRepeats);
}

/** Points along a cubic Bézier curve, without its first. */
function curve(from: Point, first: Point, second: Point, to: Point): Point[] {
  return Array.from({ length: LINES_PER_CURVE }, (_, i): Point => {
    const t = (i + 1) / LINES_PER_CURVE;
    const s = 1 - t;
    const at = (axis: 0 | 1): number => s * s * s * from[axis] + 3 * s * s * t * first[axis] + 3 * s * t * t * second[axis] + t * t * t * to[axis];
    return i === LINES_PER_CURVE - 1 ? to : [at(0), at(1)];
  });
}

function withoutRepeats(contour: Contour): Contour {
  return contour.filter(([x, y], i) => {
    const [previousX, previousY] = contour[(i + contour.length - 1) % contour.length]!;
    return x !== previousX || y !== previousY;
  });
}
