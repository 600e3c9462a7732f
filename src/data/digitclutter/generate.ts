import type { ImageSet } from '../dataset';
import { generator } from '../random';
import { drawImages, type OnDrawing } from './image-set';
import { sampleStimulus, type Stimulus } from './stimulus';
import type { Typeface } from './typeface';

/** Digits that an image may have. */
export const DIGIT_COUNTS = [3, 4, 5] as const;
export type DigitCount = (typeof DIGIT_COUNTS)[number];

/** The two sets of a task: independent streams of one seed. */
export type Part = 'training' | 'test';

/** Raised when the same seed gives other images. */
export const GENERATOR_VERSION = 1;

/** Of all sets (ours: the authors' generator sets none). */
export const SEED = 0;

/**
 * The first images of a set, as rows of a stimulus file. Image k is the same however many are asked for.
 * @example writeStimuli(sampleStimuli(3, 'training', 1000))
 */
export function sampleStimuli(digits: DigitCount, part: Part, count: number): Stimulus[] {
  const next = stream(digits, part);
  return Array.from({ length: count }, (_, i) => next(i));
}

/** The images of {@link sampleStimuli}, drawn as they are sampled. */
export function generateImages(typeface: Typeface, digits: DigitCount, part: Part, count: number, onProgress?: OnDrawing): Promise<ImageSet> {
  return drawImages(typeface, digits, count, stream(digits, part), onProgress);
}

/** Image 0, 1, … of a set, in order. */
function stream(digits: DigitCount, part: Part): (image: number) => Stimulus {
  const name = `digitclutter-${digits}/${part}`;
  const random = generator(SEED, name);
  return (image) => sampleStimulus(random, digits, `${name}/${String(image).padStart(6, '0')}`);
}
