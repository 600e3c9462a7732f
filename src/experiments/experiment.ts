import { z } from 'zod';
import { networkSchema } from '../networks/definition';
import { trainingSchema } from '../training/settings';

const count = z.int().positive();

/** What distinguishes one network of an experiment from another, besides its seed. */
export const conditionSchema = z.strictObject({
  normalization: networkSchema.shape.normalization,
  coupling: trainingSchema.shape.coupling,
  lipschitz: trainingSchema.shape.lipschitz,
});

/** An experiment as plain data: everything that its results depend on, besides the engine. */
export const experimentSchema = z.strictObject({
  task: z.enum(['mnist']),
  preset: z.string().min(1),
  /** images from the front of the official sets */
  trainImages: count,
  testImages: count,
  /** the network of every condition, but for the condition's normalization */
  network: networkSchema.refine(({ stages }) => stages.some(({ blocks }) => blocks >= 2), 'one stage at least needs two blocks, or nothing iterates'),
  /** the training of every network, but for seed and condition */
  training: trainingSchema,
  /** points of the learning curves per epoch */
  recordsPerEpoch: count,
  conditions: z.array(conditionSchema).min(1),
  /** every condition is trained once from each seed */
  seeds: z.array(z.int()).min(1),
});

export type Experiment = z.output<typeof experimentSchema>;
export type ExperimentInput = z.input<typeof experimentSchema>;
export type ExperimentCondition = z.output<typeof conditionSchema>;
