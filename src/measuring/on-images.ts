import { z } from 'zod';

/** Which images a network was measured on. */
export const IMAGES = ['training', 'test'] as const;

/** A number of one network on a set of images, with its bootstrap interval over these images. */
export const imageFields = {
  /** Name of the data set, e.g. `cifar10`. */
  task: z.string().min(1),
  network: z.string().min(1),
  images: z.enum(IMAGES),
  /** Images behind the estimate. */
  n: z.int().nonnegative(),
  /** What its interval describes: the draw of the images, not that of networks; `network`: it is over no images, and has none. */
  over: z.enum(['images', 'network']),
  /** `NaN`: no image has a value. */
  estimate: z.number().or(z.nan()),
  /** 95 % percentile interval of the bootstrap; `null` where no image has a value. */
  lower: z.number().nullable(),
  upper: z.number().nullable(),
};

/** What was measured on which images. */
export interface OnImages {
  readonly task: string;
  readonly network: string;
  readonly images: (typeof IMAGES)[number];
}
