import { BatchSampler } from '../data/batch-sampler';
import type { Dataset } from '../data/dataset';
import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import type { ResidualNetwork } from '../networks/residual-network';
import { parseSettings } from '../settings/parse-settings';
import { checkFit } from './check-fit';
import { EagerExecution } from './eager-execution';
import type { Snapshot, StepMetrics } from './execution';
import { learningRateAt } from './learning-rate';
import { isFiniteValue, NonFiniteError } from './non-finite';
import { trainingSchema, type TrainingInput, type TrainingSettings } from './settings';

/** What a step says of itself. */
export interface StepReport extends StepMetrics {
  /** from 1 */
  readonly step: number;
  readonly steps: number;
  /** epochs done after this step; whole at an epoch's end */
  readonly epoch: number;
  readonly learningRate: number;
}

/** A network's values after training. They live in the engine's memory until disposed. */
export interface TrainedNetwork extends Snapshot {
  readonly network: ResidualNetwork;
  readonly settings: TrainingSettings;
}

/**
 * Called after every step, with a way to see the network's values so far; training waits for what it returns. It gives the event loop its turn,
 * so that progress is shown, and stops the training by throwing (interrupt).
 */
export type AfterStep = (report: StepReport, snapshot: () => Snapshot) => Promise<void> | void;

/**
 * Trains a network from its start to the end of its schedule.
 * @throws Error when the settings are not valid or do not fit the network or the data, before any work
 * @throws NonFiniteError naming the step and the layer where a number stopped being finite
 */
export async function train(
  engine: Engine,
  network: ResidualNetwork,
  data: Dataset,
  input: TrainingInput,
  afterStep: AfterStep = () => undefined,
): Promise<TrainedNetwork> {
  const settings = parseSettings(trainingSchema, input, 'training settings');
  checkFit(network, data, settings);
  const sampler = new BatchSampler(
    data.train,
    data,
    { batchSize: settings.batchSize, lastBatch: 'drop', augmentation: settings.augmentation },
    generator(settings.seed, 'batches'),
  );
  const stepsPerEpoch = sampler.batchesPerEpoch;
  const steps = settings.epochs * stepsPerEpoch;

  const execution = new EagerExecution(engine, network, data, settings);
  try {
    for (let step = 0; step < steps; step++) {
      const learningRate = learningRateAt(settings.learningRate, step, stepsPerEpoch, settings.epochs);
      const order = sampler.nextOrder();
      const { loss, accuracy } = execution.step(order, learningRate);
      if (!Number.isFinite(loss)) {
        const where = execution.explainNonFinite(sampler.batchOf(order));
        throw new NonFiniteError(
          `The loss is not finite at step ${step + 1} of ${steps}; the first numbers that are not finite are in ${where}. ` +
            `Lower the learning rate (${learningRate.toPrecision(3)} at this step) or use a normalization.`,
        );
      }
      const report = { step: step + 1, steps, epoch: (step + 1) / stepsPerEpoch, loss, accuracy, learningRate };
      await afterStep(report, () => execution.snapshot());
      await new Promise((resolve) => setImmediate(resolve));
    }
    refuseNonFinite(execution.snapshot(), steps);
    execution.finish();
    return { network, settings, ...execution.snapshot() };
  } finally {
    execution.dispose();
  }
}

/** The last step's update is the only one that no later loss tells of. */
function refuseNonFinite(snapshot: Snapshot, steps: number): void {
  const broken = Object.entries(snapshot.parameters).find(([, value]) => !isFiniteValue(value))?.[0];
  snapshot.dispose();
  if (broken !== undefined) {
    throw new NonFiniteError(`The last step, ${steps}, left numbers in ${broken} that are not finite. Lower the learning rate or use a normalization.`);
  }
}
