import { z } from 'zod';
import { anyNumber } from '../files/json-numbers';
import { blocksSchema } from './measurements/blocks';
import { imagesSchema } from './measurements/images';
import { indicesSchema } from './measurements/indices';
import { normsAtInitializationSchema } from './measurements/norms-at-initialization';
import { sensitivitySchema } from './measurements/sensitivity';

const count = z.int().positive();
const evaluation = z.strictObject({ images: count, loss: anyNumber, accuracy: z.number().min(0).max(1) });

/** What is measured of a trained network: sizes, losses, accuracies and bounds of every one, all else as its run asks for it. */
export const measurementsSchema = z.strictObject({
  /** trainable parameters as stored */
  parameters: count,
  /** participation ratio of the coupled parameters of every stage, plus all others (ours) */
  effectiveParameters: z.number().positive(),
  /** of every block whose convolutions are its own; bound null: group normalization, whose scale depends on the image */
  lipschitz: z
    .array(z.strictObject({ stage: count, block: count, spectralNorms: z.tuple([anyNumber, anyNumber]).readonly(), bound: anyNumber.nullable() }))
    .readonly(),
  /** on as many training images as test images, from the front */
  train: evaluation,
  test: evaluation,
  indices: indicesSchema.optional(),
  images: imagesSchema.optional(),
  blocks: blocksSchema.optional(),
  sensitivity: sensitivitySchema.optional(),
  normsAtInitialization: normsAtInitializationSchema.optional(),
});

export type Measurements = Readonly<z.output<typeof measurementsSchema>>;
