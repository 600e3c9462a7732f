import { z } from 'zod';
import { tableKind } from '../../files/table-kind';
import { networkFields } from '../../tables/network-fields';

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

const stateNormSchema = z.strictObject(stateNormFields);
const gradientRatioSchema = z.strictObject(gradientRatioFields);

export type StateNormRow = z.infer<typeof stateNormSchema>;
export type GradientRatioRow = z.infer<typeof gradientRatioSchema>;

/** One row for each state of each network at each step at which its norms were measured. */
export const stateNormTable = tableKind('state norms', stateNormSchema);

/** One row for each network and step. */
export const gradientRatioTable = tableKind('gradient ratios', gradientRatioSchema);
