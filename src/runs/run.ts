import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TASKS } from '../data/task';
import { networkSchema } from '../networks/definition';
import { parseSettings } from '../settings/parse-settings';
import { trainingSchema } from '../training/settings';

const count = z.int().positive();
const name = z.string().regex(/^[\p{L}\p{N}_. ,+-]+$/u, 'use letters, digits, spaces and . , + - _ only').max(80);

/** What a run measures besides losses and accuracies. */
export const MEASUREMENTS = [
  /** the three indices with their curves, effective parameters, Lipschitz bounds */
  'indices',
  /** what the trained network says of every test image, and which images each block flips */
  'images',
  /** cosine loss and ℓ2 ratio of every block, on test and training images */
  'blocks',
  /** the indices under other definitions: end points, random blocks, statistics re-estimated */
  'sensitivity',
  /** the final classifier after every block of the last stage, at every record of the training (J5) */
  'earlyReadoutHistory',
  /** r = ‖∂L/∂h₁‖ / ‖∂L/∂h_last‖ at every record of the training (J8, J9) */
  'gradientRatioHistory',
  /** norms of states and gradients before the first step (J8, J9) */
  'normsAtInitialization',
] as const;

/** One network, trained from one seed and measured, as plain data: everything that its results depend on, besides engine and data. */
export const runSchema = z.strictObject({
  /** raised when the code changes what a run computes */
  format: z.literal(1),
  experiment: name,
  preset: name,
  task: z.enum(TASKS),
  /** tells networks of an experiment apart that differ in more than normalization, coupling and constraint, e.g. `2 blocks` */
  variant: name,
  /** images from the front of the sets */
  trainImages: count,
  testImages: count,
  network: networkSchema,
  training: trainingSchema,
  /** points of the learning curves per epoch */
  recordsPerEpoch: count,
  measurements: z.array(z.enum(MEASUREMENTS)),
});

export type Run = z.output<typeof runSchema>;
export type RunInput = z.input<typeof runSchema>;

/** @throws RangeError with a sentence for each wrong field */
export function parseRun(input: unknown): Run {
  return parseSettings(runSchema, input, 'run');
}

/** What a run goes by: 16 hexadecimal digits of the SHA-256 of its whole configuration. */
export function runHash(run: Run): string {
  return createHash('sha256').update(canonicalJson(run)).digest('hex').slice(0, 16);
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
