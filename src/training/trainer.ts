import { inspect } from 'node:util';
import { BatchSampler, type SamplerState } from '../data/batch-sampler';
import type { Dataset } from '../data/dataset';
import { generator } from '../data/random';
import type { Engine } from '../engine/engine';
import { networkInWords, shownAsValues } from '../networks/in-words';
import type { Network } from '../networks/network';
import { parseSettings } from '../settings/parse-settings';
import { checkFit } from './check-fit';
import { EagerExecution } from './eager-execution';
import type { Execution, Snapshot, StepMetrics } from './execution';
import { GraphExecution } from './graph-execution';
import { learningRateAt } from './learning-rate';
import { explainNonFinite, NonFiniteError } from './non-finite';
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
  readonly network: Network;
  readonly settings: TrainingSettings;
}

/** Where a training stands between two steps: all that it needs to go on from there, bit by bit as if it had never stopped. */
export interface TrainingPosition {
  /** steps done */
  readonly step: number;
  readonly sampler: SamplerState;
  /** the caller's to dispose */
  readonly state: TrainingState;
}

/** A training, step by step: it can be left after any step and gone on with from its {@link TrainingPosition}. */
export class Trainer {
  readonly settings: TrainingSettings;
  readonly steps: number;
  private readonly stepsPerEpoch: number;
  private readonly sampler: BatchSampler;
  private readonly execution: Execution;
  private done = 0;

  /**
   * @param from where another trainer of the same network, data and settings was; its state is disposed here. Else from the start
   * @throws Error when the settings are not valid or do not fit the network or the data, before any work
   */
  constructor(
    private readonly engine: Engine,
    readonly network: Network,
    data: Dataset,
    input: TrainingInput,
    from?: TrainingPosition,
  ) {
    try {
      this.settings = parseSettings(trainingSchema, input, 'training settings');
      const { seed, batchSize, augmentation, epochs } = this.settings;
      checkFit(network, data, this.settings);
      this.sampler = new BatchSampler(data.train, data, { batchSize, lastBatch: 'drop', augmentation }, generator(seed, 'batches'));
      this.stepsPerEpoch = this.sampler.batchesPerEpoch;
      this.steps = epochs * this.stepsPerEpoch;
      if (from) this.goTo(from);
    } catch (error) {
      if (from) disposeState(from.state);
      throw error;
    }
    this.execution = startExecution(engine, network, data, this.settings, from?.state ?? initialState(engine, network, this.settings));
  }

  /** Steps done. */
  get step(): number {
    return this.done;
  }

  /**
   * Runs the next step.
   * @throws NonFiniteError naming the step and the place where a number is not finite; the state is as it was before the step
   */
  advance(): StepReport {
    const { steps, stepsPerEpoch } = this;
    const learningRate = learningRateAt(this.settings.learningRate, this.done, stepsPerEpoch, this.settings.epochs);
    const order = this.sampler.nextOrder();
    const { loss, accuracy } = this.execution.step(order, learningRate);
    const step = this.done + 1;
    if (Number.isNaN(loss)) {
      const { place, isForward } = explainNonFinite(this.engine, this.network, this.execution.state(), this.sampler.batchOf(order), learningRate, this.settings);
      throw new NonFiniteError(
        `Step ${step} of ${steps} meets numbers that are not finite, first in ${place}. ` +
          (step === 1 && isForward ? 'No step was made before: look at the images, and at the values that parameters start from.' : `Lower the learning rate (${learningRate.toPrecision(3)} at this step) or use a normalization.`),
      );
    }
    this.done = step;
    return { step, steps, epoch: step / stepsPerEpoch, loss, accuracy, learningRate };
  }

  /** The network's values now. */
  snapshot(): Snapshot {
    return snapshotOf(this.execution.state());
  }

  /** Where the training stands. */
  position(): TrainingPosition {
    return { step: this.done, sampler: this.sampler.state(), state: this.execution.state() };
  }

  /** The network as it is after training, every constrained kernel within the constraint. */
  finish(): TrainedNetwork {
    return finished(this.engine, this.network, this.execution.state(), this.settings);
  }

  dispose(): void {
    this.execution.dispose();
  }

  /** Where a console or a cell shows it. */
  [inspect.custom](): string {
    return `Trainer, ${this.done} of ${this.steps} steps done\n${networkInWords(this.network)}`;
  }

  private goTo({ step, sampler }: TrainingPosition): void {
    this.sampler.restore(sampler);
    const drawn = sampler.epoch === 0 ? 0 : (sampler.epoch - 1) * this.stepsPerEpoch + sampler.step;
    if (drawn !== step || step > this.steps) {
      throw new RangeError(`The saved position is after step ${step} of ${this.steps}, but ${drawn} batches were drawn: it is damaged.`);
    }
    this.done = step;
  }
}

/** The network of a training's last state, every constrained kernel within the constraint. @param state disposed here, but for what the network has of it */
export function finished(engine: Engine, network: Network, state: TrainingState, settings: TrainingSettings): TrainedNetwork {
  const { seed, epochs, coupling, lipschitz } = settings;
  const how = `trained for ${epochs} ${epochs === 1 ? 'epoch' : 'epochs'} from seed ${seed}, λ = ${coupling}${lipschitz === null ? '' : `, c = ${lipschitz}`}; `;
  return shownAsValues({ network, settings, ...snapshotOf(settleConstraint(engine, network, state, settings)) }, how);
}

/** One graph a step where TensorFlow's library is; kernel by kernel elsewhere. Both compute the same bits. */
function startExecution(engine: Engine, network: Network, data: Dataset, settings: TrainingSettings, start: TrainingState): Execution {
  const Kind = engine.report.engine === 'native' ? GraphExecution : EagerExecution;
  return new Kind(engine, network, data, settings, start);
}

/** A state's values that a network consists of; the rest is disposed. */
function snapshotOf({ parameters, statistics, velocities, spectralVectors }: TrainingState): Snapshot {
  disposeState({ velocities, spectralVectors });
  return { parameters, statistics, dispose: () => disposeState({ parameters, statistics }) };
}
