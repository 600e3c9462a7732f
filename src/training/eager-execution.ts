import { makeBatch, type BatchOrder } from '../data/batch';
import type { Dataset } from '../data/dataset';
import { normalizationTable, type NormalizationTable } from '../data/normalize';
import type { Engine } from '../engine/engine';
import { numberOf } from '../engine/tensors';
import type { Network } from '../networks/network';
import { labelShape } from '../objectives/objective';
import { fractionRight } from '../objectives/right';
import type { Execution, StepMetrics } from './execution';
import { isFiniteValue, shownValues } from './non-finite';
import { packedTensors, unpackedTensors, type PackedState, type StateShapes } from './packed-state';
import type { TrainingSettings } from './settings';
import { disposeState, stateShapes, stepState, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

/** A training under way whose steps run kernel by kernel: on every engine, and the oracle of the other execution. */
export class EagerExecution implements Execution {
  private readonly table: NormalizationTable;
  private readonly shapes: StateShapes;
  private current: PackedState;

  /** @param start disposed here */
  constructor(
    private readonly engine: Engine,
    private readonly network: Network,
    private readonly data: Dataset,
    private readonly settings: TrainingSettings,
    start: TrainingState,
  ) {
    this.table = normalizationTable(data, data.train.shape[2]);
    this.shapes = stateShapes(network, settings);
    this.current = packedTensors(engine, start, this.shapes);
  }

  step({ indices, placements }: BatchOrder, learningRate: number): StepMetrics {
    const { tf, kernels } = this.engine;
    const batch = makeBatch(this.data.train, this.table, indices, (item) => placements[item]!);
    const done = stepState(tf, this.current, () => {
      const input = {
        images: tf.tensor(batch.images, [...batch.shape]),
        labels: tf.tensor(batch.labels, labelShape(indices.length, batch.labels.length), 'int32'),
        learningRate: tf.scalar(learningRate),
      };
      const { loss, logits, next } = trainingStep(kernels, this.network, this.current, input, this.settings);
      const value = numberOf(loss);
      if (!Number.isFinite(value) || !shownValues(next).every(isFiniteValue)) return { state: this.current, loss: NaN, accuracy: NaN };
      return { state: next, loss: value, accuracy: fractionRight(logits, batch.labels) };
    });
    this.current = done.state;
    return { loss: done.loss, accuracy: done.accuracy };
  }

  state(): TrainingState {
    return unpackedTensors(this.engine, this.current, this.shapes);
  }

  replaceState(next: TrainingState): void {
    disposeState(this.current);
    this.current = packedTensors(this.engine, next, this.shapes);
  }

  dispose(): void {
    disposeState(this.current);
  }
}
