import type * as tfc from '@tensorflow/tfjs-core';
import type { BatchOrder } from '../data/batch';
import type { Dataset, ImageSet } from '../data/dataset';
import { nativeBackend, type Engine } from '../engine/engine';
import { numberOf, tensorOf } from '../engine/tensors';
import type { GraphSession } from '../graph/graph-session';
import { closeSession, openSession } from '../graph/loaded-graphs';
import type { Network } from '../networks/network';
import { labelShape } from '../objectives/objective';
import { encodePlacements } from './batch-in-graph';
import type { Execution, StepMetrics } from './execution';
import type { TrainingSettings } from './settings';
import { packedTensors, unpackedTensors, type PackedState, type StateShapes } from './packed-state';
import { buildStepGraph, isPlaced, NOT_FINITE, type StepGraph } from './step-graph';
import { disposeState, stateShapes, type TrainingState } from './training-state';

/** A training under way whose steps are one graph each, and whose state and images stay in a session of TensorFlow's. */
export class GraphExecution implements Execution {
  private readonly compiled: StepGraph;
  private readonly session: GraphSession;
  private readonly images: ImageSet;
  private readonly shapes: StateShapes;

  /** @param start disposed here */
  constructor(
    private readonly engine: Engine,
    network: Network,
    data: Dataset,
    private readonly settings: TrainingSettings,
    start: TrainingState,
  ) {
    this.images = data.train;
    this.shapes = stateShapes(network, settings);
    this.compiled = buildStepGraph(network, data, settings);
    this.session = openSession(nativeBackend(engine), this.compiled.graph);
    this.fillImages();
    this.replaceState(start);
  }

  step({ indices, placements }: BatchOrder, learningRate: number): StepMetrics {
    const { tf } = this.engine;
    const { shape } = this.images;
    const batch = indices.length;
    return tf.tidy(() => {
      const inputs: tfc.Tensor[] = [tf.scalar(learningRate), tf.tensor1d(indices, 'int32')];
      if (isPlaced(this.settings)) {
        const { rows, columns } = encodePlacements(placements, shape, this.settings.augmentation.translation);
        inputs.push(tf.tensor2d(rows, [batch, shape[0]], 'int32'), tf.tensor2d(columns, [batch, shape[1]], 'int32'));
      }
      try {
        const [loss, right] = this.session.call(this.compiled.step, inputs);
        return { loss: numberOf(loss!), accuracy: numberOf(right!) / batch };
      } catch (error) {
        if (error instanceof Error && error.message.includes(NOT_FINITE)) return { loss: NaN, accuracy: NaN };
        throw error;
      }
    });
  }

  state(): TrainingState {
    const { parts, readState } = this.compiled;
    const vectors = this.session.call(readState, []);
    const packed = Object.fromEntries(parts.map((part, i) => [part, vectors[i]!])) as unknown as PackedState;
    const state = unpackedTensors(this.engine, packed, this.shapes);
    disposeState(packed);
    return state;
  }

  replaceState(next: TrainingState): void {
    const packed = packedTensors(this.engine, next, this.shapes);
    for (const result of this.session.call(this.compiled.fillState, this.compiled.parts.map((part) => tensorOf(packed[part]!)))) result.dispose();
    disposeState(packed);
  }

  dispose(): void {
    closeSession(this.session);
  }

  private fillImages(): void {
    const { images, labels, shape, size } = this.images;
    const pixels = { dtype: 'uint8', bytes: images, shape: [size, shape[0] * shape[1] * shape[2]] } as const;
    this.engine.tf.tidy(() => {
      this.session.call(this.compiled.fillImages, [pixels, this.engine.tf.tensor(labels, labelShape(size, labels.length), 'int32')]);
    });
  }
}
