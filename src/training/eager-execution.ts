import { makeBatch, type Batch, type BatchOrder } from '../data/batch';
import type { Dataset } from '../data/dataset';
import { normalizationTable, type NormalizationTable } from '../data/normalize';
import type { Engine } from '../engine/engine';
import { numberOf, tensorOf } from '../engine/tensors';
import type { ResidualNetwork } from '../networks/residual-network';
import { fractionRight } from './evaluate';
import type { Snapshot, StepMetrics } from './execution';
import { firstNonFinite } from './non-finite';
import type { TrainingSettings } from './settings';
import { disposeState, initialState, keepState, replaceState, settleConstraint, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

/** A training under way: its state, and its steps run kernel by kernel. */
export class EagerExecution {
  private state: TrainingState;
  private readonly table: NormalizationTable;

  constructor(
    private readonly engine: Engine,
    private readonly network: ResidualNetwork,
    private readonly data: Dataset,
    private readonly settings: TrainingSettings,
  ) {
    this.table = normalizationTable(data, data.train.shape[2]);
    this.state = initialState(engine, network, settings);
  }

  /** Runs one step on a batch of the training set. When the loss is not finite it changes nothing. */
  step({ indices, placements }: BatchOrder, learningRate: number): StepMetrics {
    const { tf, kernels } = this.engine;
    const batch = makeBatch(this.data.train, this.table, indices, (item) => placements[item]!);
    const done = replaceState(tf, this.state, () => {
      const input = {
        images: tf.tensor(batch.images, [...batch.shape]),
        labels: tf.tensor1d(batch.labels, 'int32'),
        learningRate: tf.scalar(learningRate),
      };
      const { loss, logits, next } = trainingStep(kernels, this.network, this.state, input, this.settings);
      const value = numberOf(loss);
      const accuracy = fractionRight(tensorOf(logits), batch.labels);
      return { state: Number.isFinite(value) ? next : this.state, loss: value, accuracy };
    });
    this.state = done.state;
    return { loss: done.loss, accuracy: done.accuracy };
  }

  /** The network's values now. */
  snapshot(): Snapshot {
    const { parameters, statistics } = keepState(this.state);
    return { parameters, statistics, dispose: () => disposeState({ parameters, statistics }) };
  }

  /** Where, in words, the forward pass on a batch first meets a number that is not finite. */
  explainNonFinite({ images, shape }: Batch): string {
    const batch = this.engine.tf.tensor(images, [...shape]);
    try {
      return firstNonFinite(this.engine, this.network, this.state, batch);
    } finally {
      batch.dispose();
    }
  }

  /** Ends the training: constrained kernels settle exactly within their constraint. */
  finish(): void {
    this.state = settleConstraint(this.engine, this.network, this.state, this.settings);
  }

  dispose(): void {
    disposeState(this.state);
  }
}
