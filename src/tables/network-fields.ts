import { z } from 'zod';

/** Which network a row of an analysis is of. */
export const networkFields = {
  /** Name of the data set, e.g. `cifar10`. */
  task: z.string().min(1),
  /** Kind of network, the same for all its seeds, e.g. `naive sharing`. */
  network: z.string().min(1),
  seed: z.int(),
};

/** Not negative; Infinity and NaN where the numbers of a network left float32's range. */
const norm = z.custom<number>((value) => typeof value === 'number' && !(value < 0), 'must be a number from 0 on');
const step = z.int().nonnegative();

export const stateNormFields = {
  ...networkFields,
  /** Training steps done; 0: as initialized. */
  step,
  stage: z.int().positive(),
  /** Block that the state leaves; 0: the stage's transition. */
  block: z.int().nonnegative(),
  /** i of h_i, from 1. */
  state: z.int().positive(),
  activationNorm: norm,
  gradientNorm: norm,
};

export const gradientRatioFields = {
  ...networkFields,
  step,
  /** r = ‖∂L/∂h_1‖ / ‖∂L/∂h_{1+2n}‖. */
  ratio: norm,
};

export const earlyReadoutFields = {
  ...networkFields,
  /** Passes over the training set; may be fractional. */
  epoch: z.number().positive(),
  /** The last, from 1. */
  stage: z.int().positive(),
  /** Blocks of the stage that ran before the head; 0: its transition alone. */
  block: z.int().nonnegative(),
  accuracy: z.number().min(0).max(1),
  /** Mean cross-entropy, and mean entropy of the predicted probabilities, in nats. */
  loss: z.number(),
  entropy: z.number(),
};
