import { BatchSampler } from '../data/batch-sampler';
import type { Dataset } from '../data/dataset';
import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import type { ResidualNetwork } from '../networks/residual-network';
import { parseSettings } from '../settings/parse-settings';
import { checkFit } from './check-fit';
import { EagerExecution } from './eager-execution';
import type { Execution, Snapshot, StepMetrics } from './execution';
import { GraphExecution } from './graph-execution';
import { learningRateAt } from './learning-rate';
import { explainNonFinite, isFiniteValue, NonFiniteError } from './non-finite';
import { trainingSchema, type TrainingInput, type TrainingSettings } from './settings';
import { disposeState, initialState, settleConstraint, type TrainingState } from './training-state';

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

  const execution = startExecution(engine, network, data, settings);
  try {
    for (let step = 0; step < steps; step++) {
      const learningRate = learningRateAt(settings.learningRate, step, stepsPerEpoch, settings.epochs);
      const order = sampler.nextOrder();
      const { loss, accuracy } = execution.step(order, learningRate);
      if (Number.isNaN(loss)) {
        const where = explainNonFinite(engine, network, execution.state(), sampler.batchOf(order));
        throw new NonFiniteError(
          `The loss is not finite at step ${step + 1} of ${steps}; the first numbers that are not finite are in ${where}. ` +
            `Lower the learning rate (${learningRate.toPrecision(3)} at this step) or use a normalization.`,
        );
      }
      const report = { step: step + 1, steps, epoch: (step + 1) / stepsPerEpoch, loss, accuracy, learningRate };
      await afterStep(report, () => snapshotOf(execution.state()));
      await new Promise((resolve) => setImmediate(resolve));
    }
    const last = execution.state();
    refuseNonFinite(last, steps);
    return { network, settings, ...snapshotOf(settleConstraint(engine, network, last, settings)) };
  } finally {
    execution.dispose();
  }
}

/** One graph a step where TensorFlow's library is; kernel by kernel elsewhere. Both compute the same bits. */
function startExecution(engine: Engine, network: ResidualNetwork, data: Dataset, settings: TrainingSettings): Execution {
  const start = initialState(engine, network, settings);
  const Kind = engine.report.engine === 'native' ? GraphExecution : EagerExecution;
  return new Kind(engine, network, data, settings, start);
}

/** A state's values that a network consists of; the rest is disposed. */
function snapshotOf({ parameters, statistics, velocities, spectralVectors }: TrainingState): Snapshot {
  disposeState({ velocities, spectralVectors });
  return { parameters, statistics, dispose: () => disposeState({ parameters, statistics }) };
}

/** The last step's update is the only one that no later loss tells of. */
function refuseNonFinite(state: TrainingState, steps: number): void {
  const broken = Object.entries(state.parameters).find(([, value]) => !isFiniteValue(value))?.[0];
  if (broken === undefined) return;
  disposeState(state);
  throw new NonFiniteError(`The last step, ${steps}, left numbers in ${broken} that are not finite. Lower the learning rate or use a normalization.`);
}
