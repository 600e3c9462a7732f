import { createHash } from 'node:crypto';
import { z } from 'zod';
import { TASK_FACTS, TASKS } from '../data/task';
import { definitionSchema, isOwn } from '../networks/network';
import { parseSettings } from '../settings/parse-settings';
import { trainingSchema } from '../training/settings';

const count = z.int().positive();
const name = z.string().regex(/^[\p{L}\p{N}_. ,+-]+$/u, 'use letters, digits, spaces and . , + - _ only').max(80);

/** What a run measures besides losses and accuracies. */
export const MEASUREMENTS = [
  /** the three indices with their curves, effective parameters, Lipschitz bounds */
  'indices',
  /** what the trained network says of every test image, without each block too, and of groups of images behind the last blocks (J4, J6) */
  'images',
  /** cosine loss and ℓ2 ratio of every block, on test and training images */
  'blocks',
  /** the last block applied again and again, scaled as chosen on some training images, on others (J7) */
  'unrolling',
  /** the indices with random blocks dropped in place of the last or first; other definitions follow from the curves */
  'sensitivity',
  /** the final classifier after every block of the last stage, at every record of the training (J5) */
  'earlyReadoutHistory',
  /** r = ‖∂L/∂h₁‖ / ‖∂L/∂h_last‖ at every record of the training (J8, J9) */
  'gradientRatioHistory',
  /** norms of states and gradients before the first step (J8, J9) */
  'normsAtInitialization',
] as const;

/** Those that are taken at every record of the training; the others are of the network before or behind it. */
const OF_TRAINING: readonly string[] = ['earlyReadoutHistory', 'gradientRatioHistory'] satisfies (typeof MEASUREMENTS)[number][];

/**
 * One network, trained from one seed and measured, as plain data: everything that its results depend on, besides engine and data, and under
 * which names an experiment asks for it.
 */
export const runSchema = z.strictObject({
  /** raised when the code changes what a run computes */
  format: z.literal(1),
  /** a label, as `preset` and `variant` are: one run may serve several experiments */
  experiment: name,
  preset: name,
  task: z.enum(TASKS),
  /** tells networks of an experiment apart that differ in more than normalization, coupling and constraint, e.g. `2 blocks` */
  variant: name,
  /** images from the front of the sets */
  trainImages: count,
  testImages: count,
  network: definitionSchema,
  training: trainingSchema,
  /** points of the learning curves per epoch */
  recordsPerEpoch: count,
  measurements: z.array(z.enum(MEASUREMENTS)),
}).superRefine((run, context) => {
  for (const { path, message } of misfits(run)) context.addIssue({ code: 'custom', path: [...path], message });
});

export type Run = z.output<typeof runSchema>;
export type RunInput = z.input<typeof runSchema>;

/** What of a run does not fit together, by field: found before anything is loaded or built. */
function misfits({ task, trainImages, testImages, network, training, recordsPerEpoch, measurements }: Run): Misfit[] {
  const facts = TASK_FACTS[task];
  const side = Math.min(facts.shape[0], facts.shape[1]);
  const batches = Math.floor(trainImages / training.batchSize);
  const hasLastBlock = network.stages[network.stages.length - 1]!.blocks > 0;
  const sharing = isOwn(network) ? -1 : network.stages.findIndex((stage) => stage.sharing !== undefined);
  const needs = (what: Run['measurements'][number], met: boolean, need: string): Check => [
    !met && measurements.includes(what),
    ['measurements'],
    `${what} needs ${need}`,
  ];
  const checks: Check[] = [
    [trainImages > facts.trainImages, ['trainImages'], `${task} has ${facts.trainImages} training images, not ${trainImages}`],
    [testImages > facts.testImages, ['testImages'], `${task} has ${facts.testImages} test images, not ${testImages}`],
    [network.input.join() !== facts.shape.join(), ['network', 'input'], `the images of ${task} are [${facts.shape.join(', ')}]`],
    [network.classes !== facts.classes, ['network', 'classes'], `${task} has ${facts.classes}, not ${network.classes}`],
    [batches === 0, ['training', 'batchSize'], `a batch cannot be larger than the ${trainImages} training images`],
    [training.augmentation.translation >= side, ['training', 'augmentation', 'translation'], `images of ${side} pixels would be moved out of sight`],
    [training.coupling > 0 && sharing >= 0, ['training', 'coupling'], `the blocks of stage ${sharing + 1} share their convolutions, so it must be 0`],
    [batches > 0 && recordsPerEpoch > batches, ['recordsPerEpoch'], `an epoch has ${batches} steps`],
    [new Set(measurements).size < measurements.length, ['measurements'], 'one of them is asked for twice'],
    needs('indices', network.stages.some(({ blocks }) => blocks >= 2), 'a stage of two or more blocks'),
    needs('sensitivity', network.stages.some(({ blocks }) => blocks >= 2), 'a stage of two or more blocks'),
    needs('earlyReadoutHistory', hasLastBlock, 'a block in the last stage'),
    needs('unrolling', hasLastBlock, 'a block in the last stage'),
    needs('gradientRatioHistory', network.stages.length >= 2, 'two stages or more'),
  ];
  return checks.flatMap(([wrong, path, message]) => (wrong ? [{ path, message }] : []));
}

type Path = readonly (string | number)[];
type Check = readonly [wrong: boolean, path: Path, message: string];
interface Misfit {
  readonly path: Path;
  readonly message: string;
}

/** @throws RangeError with a sentence for each wrong field */
export function parseRun(input: unknown): Run {
  return parseSettings(runSchema, input, 'run');
}

/** What a run goes by: 16 hexadecimal digits of the SHA-256 of all that it computes. Labels, and the order of its measurements, are no part of that. */
export function runHash({ experiment: _, preset: __, variant: ___, ...computed }: Run): string {
  const measurements = [...computed.measurements].sort();
  return createHash('sha256').update(canonicalJson({ ...computed, measurements })).digest('hex').slice(0, 16);
}

/** What the training of a run goes by: equal for runs that differ in nothing but what is measured of the network before and behind it. */
export function trainingHash(run: Run): string {
  return runHash({ ...run, measurements: run.measurements.filter((each) => OF_TRAINING.includes(each)) });
}

/** JSON with the keys of every object in order, so that equal values have equal texts. */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  );
}
