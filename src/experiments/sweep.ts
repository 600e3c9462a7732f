import { z } from 'zod';
import { TASK_FACTS, TASKS, type Task } from '../data/task';
import { networkSchema, NORMALIZATIONS, type NetworkInput, type Normalization } from '../networks/definition';
import { isOwn, ownSchema, type OwnDefinition } from '../networks/network';
import { runSchema, type RunInput } from '../runs/run';
import { parseSettings } from '../settings/parse-settings';
import { trainingSchema, type TrainingInput } from '../training/settings';
import { STANDARD_VARIANT } from '../tables/condition';
import { experimentOf, SWEEP, type Experiment, type PlannedRun } from './experiment';
import { planned, type Setting } from './settings';
import { smallNetwork } from './small-network';

const count = z.int().positive();
const { trainImages, testImages, recordsPerEpoch, measurements } = runSchema.shape;
const { seed: _seed, coupling, lipschitz, ...training } = trainingSchema.shape;
const { input: _input, classes: _classes, normalization: _normalization, ...network } = networkSchema.shape;

/** What {@link Sweep} says, checked; what it does not say filled in. */
const sweepOf = <Network extends z.ZodType>(ofNetwork: Network) =>
  z.strictObject({
    name: runSchema.shape.experiment,
    task: z.enum(TASKS),
    network: ofNetwork,
    training: z.strictObject(training),
    normalization: z.array(z.enum(NORMALIZATIONS)).min(1).default(['batch']),
    coupling: z.array(coupling.unwrap()).min(1).default([0]),
    lipschitz: z.array(lipschitz.unwrap()).min(1).default([null]),
    seeds: z.array(z.int()).min(1),
    trainImages: trainImages.optional(),
    testImages: testImages.optional(),
    recordsPerEpoch: recordsPerEpoch.default(1),
    measurements: measurements.default(['indices']),
  });

const ofSmallNetwork = sweepOf(z.strictObject({ channels: z.array(count).min(1), blocks: z.int().nonnegative(), stride: count.default(2) }));
const ofStages = sweepOf(z.strictObject(network));
/** Input, classes and normalization are what its layers make them. */
const ofOwn = sweepOf(ownSchema).omit({ normalization: true });

/** What sweeps of any kind of network say. Written out, not inferred from its schema: a notebook's cell is checked seconds sooner, and an editor shows what each key is. */
interface SweepOf<Network> {
  /** under which tables have its networks as an experiment */
  readonly name: string;
  readonly task: Task;
  readonly network: Network;
  /** `epochs`, `batchSize`, `learningRate`, …; without seed, coupling and lipschitz, which are varied */
  readonly training: Omit<TrainingInput, 'seed' | 'coupling' | 'lipschitz'>;
  /** λ; [0] unless said */
  readonly coupling?: readonly number[];
  /** c, null: no constraint; [null] unless said */
  readonly lipschitz?: readonly (number | null)[];
  readonly seeds: readonly number[];
  /** images from the front of the sets; the whole sets unless said */
  readonly trainImages?: number;
  readonly testImages?: number;
  /** points of the learning curves per epoch; 1 unless said */
  readonly recordsPerEpoch?: number;
  /** ['indices'] unless said */
  readonly measurements?: readonly RunInput['measurements'][number][];
}

/** The study's kind of network: channels of each stage, blocks of every stage, stride of the first convolution (2 unless said). */
interface SmallNetworkSizes {
  readonly channels: readonly number[];
  readonly blocks: number;
  readonly stride?: number;
}

/** Any other of this project, stage by stage; its input, classes and normalization are said by the task and the sweep. */
type NetworkOfStages = Omit<NetworkInput, 'input' | 'classes' | 'normalization'>;

interface SweepOfNormalizations extends SweepOf<SmallNetworkSizes | NetworkOfStages> {
  /** ['batch'] unless said */
  readonly normalization?: readonly Normalization[];
}

/** Networks of one's own choice, as plain data: all combinations of what is listed. A network is one of the project's kinds, or the `definition` of an `OwnNetwork`. */
export type Sweep = SweepOfNormalizations | SweepOf<OwnDefinition>;

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
