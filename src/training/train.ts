import type * as tfc from '@tensorflow/tfjs-core';
import { BatchSampler } from '../data/batch-sampler';
import type { Batch } from '../data/batch';
import type { Dataset } from '../data/dataset';
import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import type { Values } from '../engine/values';
import type { ResidualNetwork } from '../networks/residual-network';
import { parseSettings } from '../settings/parse-settings';
import { fractionRight } from './evaluate';
import { learningRateAt } from './learning-rate';
import { firstNonFinite, NonFiniteError } from './non-finite';
import { trainingSchema, type TrainingInput, type TrainingSettings } from './settings';
import { disposeState, initialState, replaceState, settleConstraint, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

/** What a step says of itself. */
export interface StepReport {
  /** from 1 */
  readonly step: number;
  readonly steps: number;
  /** epochs done after this step; whole at an epoch's end */
  readonly epoch: number;
  /** mean over the batch, before the step's update */
  readonly loss: number;
  /** fraction of the batch that was right, before the step's update */
  readonly accuracy: number;
  readonly learningRate: number;
}

/** A network's values after training. They live in the engine's memory until disposed. */
export interface TrainedNetwork {
  readonly network: ResidualNetwork;
  readonly settings: TrainingSettings;
  readonly parameters: Values;
  readonly statistics: Values;
  dispose(): void;
}

/**
 * Called after every step with the state so far; training waits for what it returns. It gives the event loop its turn,
 * so that progress is shown, and stops the training by throwing (interrupt).
 */
export type AfterStep = (report: StepReport, state: TrainingState) => Promise<void> | void;

/**
 * Trains a network from its start to the end of its schedule.
 * @throws Error when the settings are not valid, before any work
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
  const sampler = new BatchSampler(
    data.train,
    data,
    { batchSize: settings.batchSize, lastBatch: 'drop', augmentation: settings.augmentation },
    generator(settings.seed, 'batches'),
  );
  const stepsPerEpoch = sampler.batchesPerEpoch;
  const steps = settings.epochs * stepsPerEpoch;

  let state = initialState(engine, network, settings);
  try {
    for (let step = 0; step < steps; step++) {
      const learningRate = learningRateAt(settings.learningRate, step, stepsPerEpoch, settings.epochs);
      const batch = sampler.next();
      const done = runStep(engine, network, state, batch, learningRate, settings, step);
      state = done.state;
      const epoch = (step + 1) / stepsPerEpoch;
      await afterStep({ step: step + 1, steps, epoch, loss: done.loss, accuracy: done.accuracy, learningRate }, state);
      await new Promise((resolve) => setImmediate(resolve));
    }
    state = settleConstraint(engine, network, state, settings);
  } catch (error) {
    disposeState(state);
    throw error;
  }
  const { parameters, statistics, velocities, spectralVectors } = state;
  disposeState({ velocities, spectralVectors });
  return { network, settings, parameters, statistics, dispose: () => disposeState({ parameters, statistics }) };
}

function runStep(
  engine: Engine,
  network: ResidualNetwork,
  state: TrainingState,
  batch: Batch,
  learningRate: number,
  settings: TrainingSettings,
  step: number,
): { state: TrainingState; loss: number; accuracy: number } {
  const { tf, kernels } = engine;
  const images = tf.tensor(batch.images, [...batch.shape]);
  try {
    const done = replaceState(tf, state, () => {
      const stepInput = { images, labels: tf.tensor1d(batch.labels, 'int32'), learningRate: tf.scalar(learningRate) };
      const { loss, logits, next } = trainingStep(kernels, network, state, stepInput, settings);
      const lossNumber = (loss as tfc.Tensor).dataSync()[0]!;
      if (!Number.isFinite(lossNumber)) {
        throw new NonFiniteError(
          `The loss became ${lossNumber} at step ${step + 1}; the first numbers that are not finite are in ` +
            `${firstNonFinite(engine, network, state, images)}. Lower the learning rate (${learningRate.toPrecision(3)} here) or use a normalization.`,
        );
      }
      return { state: next, loss: lossNumber, accuracy: fractionRight(logits as tfc.Tensor, batch.labels) };
    });
    return done;
  } finally {
    images.dispose();
  }
}
