import { z } from 'zod';
import type { RandomGenerator } from './random';

/**
 * Random changes of training images. JAB18 trains with "random flips and translations" (stated); how far is ours.
 */
export const augmentationSchema = z.strictObject({
  /** Mirror every second image, on average, left to right. */
  horizontalFlip: z.boolean(),
  /** Move each image by up to this many pixels along either axis; what comes in at the edge is 0 after normalization. */
  translation: z.number().int().nonnegative(),
});

/** @see {@link augmentationSchema} */
export type Augmentation = Readonly<z.infer<typeof augmentationSchema>>;

/** What happens to one image: mirrored first, then moved down by `dy` and right by `dx` pixels. */
export interface Placement {
  readonly flip: boolean;
  readonly dy: number;
  readonly dx: number;
}

/** Images as they are. */
export const noAugmentation: Augmentation = { horizontalFlip: false, translation: 0 };

/** Where an image stays that is not augmented. */
export const inPlace: Placement = { flip: false, dy: 0, dx: 0 };

/** Draws what happens to the next image. What is switched off draws nothing. */
export function drawPlacement(augmentation: Augmentation, generator: RandomGenerator): Placement {
  const { horizontalFlip, translation } = augmentation;
  const flip = horizontalFlip && generator.integer(2) === 1;
  if (translation === 0) return flip ? { flip, dy: 0, dx: 0 } : inPlace;
  const dy = generator.integer(2 * translation + 1) - translation;
  const dx = generator.integer(2 * translation + 1) - translation;
  return { flip, dy, dx };
}
