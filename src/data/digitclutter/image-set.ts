import type { ImageSet } from '../dataset';
import { Painter, SIDE } from './painter';
import type { Stimulus } from './stimulus';
import type { Typeface } from './typeface';

/** How far the drawing of a set has come. */
export interface DrawingProgress {
  readonly images: number;
  readonly total: number;
  /** at the mean speed so far */
  readonly secondsLeft: number;
}

/** Called several times a second; awaited; throws to stop. */
export type OnDrawing = (progress: DrawingProgress) => Promise<void> | void;

/** Images between turns of the event loop: about a tenth of a second. */
const IMAGES_PER_TURN = 100;

/** @param stimulus of image 0, 1, …; asked for in order, once each */
export async function drawImages(
  typeface: Typeface,
  digits: number,
  size: number,
  stimulus: (image: number) => Stimulus,
  onProgress: OnDrawing = () => undefined,
): Promise<ImageSet> {
  const painter = new Painter(typeface);
  const pixels = SIDE * SIDE;
  const set = { images: new Uint8Array(size * pixels), labels: new Uint8Array(size * digits), size, shape: [SIDE, SIDE, 1] } as const;
  const start = performance.now();
  for (let i = 0; i < size; i++) {
    const { characters } = stimulus(i);
    painter.paint(characters, set.images.subarray(i * pixels, (i + 1) * pixels));
    set.labels.set(characters.map(({ identity }) => identity), i * digits);
    if ((i + 1) % IMAGES_PER_TURN > 0 && i + 1 < size) continue;
    const images = i + 1;
    await onProgress({ images, total: size, secondsLeft: ((performance.now() - start) / 1000 / images) * (size - images) });
    await new Promise((resolve) => setImmediate(resolve));
  }
  return set;
}
