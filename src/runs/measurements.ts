import { z } from 'zod';
import { anyNumber } from '../files/json-numbers';

const count = z.int().positive();
const fraction = z.number().min(0).max(1);
const curve = z.strictObject({ accuracy: z.array(fraction).readonly(), normalizedAccuracy: z.array(anyNumber).readonly() });
const indices = { convergenceIndex: anyNumber, recurrenceIndex: anyNumber, divergenceIndex: anyNumber };

/** The three indices with their curves, effective parameters and Lipschitz bounds of a trained network. */
export const indicesSchema = z.strictObject({
  ...indices,
  /** A_0, accuracy of a chance predictor */
  chance: fraction,
  /** of every stage of two or more blocks; curves for k = 0 … T */
  stages: z.array(
    z.strictObject({
      stage: count,
      blocks: count,
      ...indices,
      curves: z.strictObject({ 'early readout': curve, 'late start': curve, overrun: curve }),
    }),
  ).readonly(),
  effectiveParameters: z.number().positive(),
  /** of every block whose convolutions are its own; bound null: group normalization, whose scale depends on the image */
  lipschitz: z.array(z.strictObject({ stage: count, block: count, spectralNorms: z.tuple([z.number(), z.number()]).readonly(), bound: z.number().nullable() })),
});

/** Norms of the states and of the loss's gradient there before the first step, on the first training images as one batch. */
export const normsAtInitializationSchema = z.array(
  z.strictObject({ stage: count, block: z.int().nonnegative(), state: count, activationNorm: anyNumber, gradientNorm: anyNumber }),
);

const evaluation = z.strictObject({ images: count, loss: anyNumber, accuracy: fraction });

/** What is measured of a trained network: always its losses and accuracies, all else as the run asks for it. */
export const measurementsSchema = z.strictObject({
  /** trainable parameters as stored */
  parameters: count,
  /** as many training images as test images, from the front */
  train: evaluation,
  test: evaluation,
  indices: indicesSchema.optional(),
  normsAtInitialization: normsAtInitializationSchema.optional(),
});

export type Measurements = Readonly<z.output<typeof measurementsSchema>>;
