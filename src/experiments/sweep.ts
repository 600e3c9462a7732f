import { z } from 'zod';
import { TASK_FACTS, TASKS } from '../data/task';
import { networkSchema, NORMALIZATIONS } from '../networks/definition';
import { isOwn, ownSchema } from '../networks/network';
import { runSchema } from '../runs/run';
import { parseSettings } from '../settings/parse-settings';
import { trainingSchema } from '../training/settings';
import { STANDARD_VARIANT } from '../tables/condition';
import { experimentOf, SWEEP, type Experiment, type PlannedRun } from './experiment';
import { planned, type Setting } from './settings';
import { smallNetwork } from './small-network';

const count = z.int().positive();
const { trainImages, testImages, recordsPerEpoch, measurements } = runSchema.shape;
const { seed: _seed, coupling, lipschitz, ...training } = trainingSchema.shape;
const { input: _input, classes: _classes, normalization: _normalization, ...network } = networkSchema.shape;

const sweepOf = <Network extends z.ZodType>(ofNetwork: Network) =>
  z.strictObject({
    /** under which tables have its networks as an experiment */
    name: runSchema.shape.experiment,
    task: z.enum(TASKS),
    network: ofNetwork,
    /** without seed, coupling and lipschitz, which are varied */
    training: z.strictObject(training),
    /** every one with every other */
    normalization: z.array(z.enum(NORMALIZATIONS)).min(1).default(['batch']),
    /** λ */
    coupling: z.array(coupling.unwrap()).min(1).default([0]),
    /** c; null: no constraint */
    lipschitz: z.array(lipschitz.unwrap()).min(1).default([null]),
    seeds: z.array(z.int()).min(1),
    /** images from the front of the sets; the whole sets unless said */
    trainImages: trainImages.optional(),
    testImages: testImages.optional(),
    recordsPerEpoch: recordsPerEpoch.default(1),
    measurements: measurements.default(['indices']),
  });

/** The study's kind of network: channels of each stage, blocks of every stage, stride of the first convolution. */
const ofSmallNetwork = sweepOf(z.strictObject({ channels: z.array(count).min(1), blocks: z.int().nonnegative(), stride: count.default(2) }));
/** Any other, stage by stage. Its input, classes and normalization are said by the task and the sweep. */
const ofStages = sweepOf(z.strictObject(network));

/** A network of one's own, as its `definition` has it: input, classes and normalization are what its layers make them. */
const ofOwn = sweepOf(ownSchema).omit({ normalization: true });

/**
 * Networks of one's own choice, as plain data: all combinations of what is listed. Its keys: `name`, `task`, `network` (`channels`, `blocks`, `stride`; or `stages`, as a
 * network's definition has them; or the `definition` of an `OwnNetwork`), `training` (`epochs`, `batchSize`, `learningRate`, …), `seeds`; and, where they are not as usual,
 * `normalization`, `coupling` (λ) and `lipschitz` (c), each a list, `trainImages`, `testImages`, `recordsPerEpoch`, `measurements`.
 */
export type Sweep = z.input<typeof ofSmallNetwork> | z.input<typeof ofStages> | z.input<typeof ofOwn>;

/**
 * A sweep as an experiment: every combination of normalization, λ, c and seed is a run, all settings of a seed before the next seed. Nothing is written.
 * @param sweep as code or as JSON has it
 * @throws RangeError in one sentence: a key that there is not beside those that there are, a wrong value, or a run that is asked for twice
 */
export function sweep(sweep: Sweep): Experiment {
  if (isOwn(sweep.network)) return ofOwnNetwork(sweep);
  const hasStages = typeof sweep.network === 'object' && 'stages' in sweep.network;
  const { name, task, network: given, seeds, normalization, coupling, lipschitz, ...size } = parseSettings<z.ZodType<z.output<typeof ofSmallNetwork> | z.output<typeof ofStages>>>(hasStages ? ofStages : ofSmallNetwork, sweep, 'sweep');
  const { shape, classes } = TASK_FACTS[task];
  const settings = normalization.flatMap((norm) => coupling.flatMap((λ) => lipschitz.map((c): Setting => ({ normalization: norm, coupling: λ, ...(c !== null && { lipschitz: c }) }))));
  const runs = planned(
    {
      ...size,
      task,
      network: 'stages' in given ? { ...given, input: [...shape], classes } : smallNetwork({ ...given, input: shape, classes }),
      ...imagesOf({ task, ...size }),
    },
    settings,
    seeds,
  );
  return experimentOf(name, name, SWEEP, runs);
}

/** Of both sets; all where nothing is said. */
function imagesOf({ task, trainImages = TASK_FACTS[task].trainImages, testImages = TASK_FACTS[task].testImages }: Pick<z.output<typeof ofOwn>, 'task' | 'trainImages' | 'testImages'>): Pick<PlannedRun, 'trainImages' | 'testImages'> {
  return { trainImages, testImages };
}

function ofOwnNetwork(sweep: Sweep): Experiment {
  const { name, seeds, coupling, lipschitz, training: common, ...of } = parseSettings<z.ZodType<z.output<typeof ofOwn>>>(ofOwn, sweep, 'sweep');
  const images = imagesOf(of);
  const runs = seeds.flatMap((seed) =>
    coupling.flatMap((λ) => lipschitz.map((c): PlannedRun => ({ ...of, ...images, variant: STANDARD_VARIANT, training: { ...common, seed, coupling: λ, lipschitz: c } }))),
  );
  return experimentOf(name, name, SWEEP, runs);
}
