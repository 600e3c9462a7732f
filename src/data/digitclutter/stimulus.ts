import type { RandomGenerator } from '../random';

/** Side of the canvas on which images are drawn, in pixels. */
export const CANVAS = 512;

/** Grey of the empty canvas, #777777. */
export const BACKGROUND = 119;

export type Colour = readonly [red: number, green: number, blue: number, opacity: number];

/** One digit on the canvas, with the fields of the authors' stimulus file. */
export interface Character {
  /** 0 to 9 */
  readonly identity: number;
  /** of the middle of its ink from the middle of the canvas, as a fraction of the canvas: to the right, and down */
  readonly xOffset: number;
  readonly yOffset: number;
  readonly xScale: number;
  readonly yScale: number;
  readonly font: string;
  /** in pixels */
  readonly fontSize: number;
  /** red, green and blue from 0 to 255, opacity from 0 to 1 */
  readonly face: Colour;
  readonly edge: Colour;
  /** of the outline, half of which shows, in pixels */
  readonly lineWidth: number;
}

/** Everything that an image is drawn from: a row of the authors' stimulus file. */
export interface Stimulus {
  /** of its image file, without extension */
  readonly path: string;
  readonly width: number;
  readonly height: number;
  /** from the back to the front */
  readonly characters: readonly Character[];
}

/** Half widths of the ranges of offsets. */
const [X_RANGE, Y_RANGE] = [0.29, 0.19];

const STANDARD: Pick<Character, 'xScale' | 'yScale' | 'font' | 'fontSize' | 'face' | 'edge' | 'lineWidth'> = {
  xScale: 1,
  yScale: 1,
  font: 'helvetica-bold',
  fontSize: 384,
  face: [0, 0, 0, 1],
  edge: [255, 255, 255, 1],
  lineWidth: 20,
};

/**
 * Samples the digits of one image as the authors' generator does by default: all different, at independent uniform offsets. Theirs
 * move the middle of the font's line by 0.076 down, which with their font brings the ink back to the middle; here offsets are
 * those of the ink's middle, and their vertical mean is 0 (**ours**: so that the digits' distribution is centred in the image
 * whatever the font's line height).
 */
export function sampleStimulus(random: RandomGenerator, digits: number, path: string): Stimulus {
  const identities = Array.from({ length: 10 }, (_, digit) => digit);
  const characters = Array.from({ length: digits }, (_, i): Character => {
    const other = i + random.integer(10 - i);
    [identities[i], identities[other]] = [identities[other]!, identities[i]!];
    const xOffset = X_RANGE * (2 * random.uniform() - 1);
    return { identity: identities[i], xOffset, yOffset: Y_RANGE * (2 * random.uniform() - 1), ...STANDARD };
  });
  return { path, width: CANVAS, height: CANVAS, characters };
}
