import type * as tfc from '@tensorflow/tfjs-core';
import type { Batch, BatchOrder } from '../data/batch';
import type { Dataset } from '../data/dataset';
import { normalizationTable } from '../data/normalize';
import type { Engine } from '../engine/engine';
import type { NativeBackend } from '../engine/native-backend';
import { Operations } from '../engine/operations';
import { numberOf, tensorOf } from '../engine/tensors';
import type { Value, Values } from '../engine/values';
import { encodeGraph } from '../graph/graph';
import { GraphFunction, type Variable } from '../graph/graph-function';
import { GraphSession } from '../graph/graph-session';
import type { ResidualNetwork } from '../networks/residual-network';
import { batchInGraph, encodeOrder, imagesInSession, type ImagesInSession } from './batch-in-graph';
import type { Snapshot, StepMetrics } from './execution';
import { firstNonFinite } from './non-finite';
import type { TrainingSettings } from './settings';
import { disposeState, initialState, settleConstraint, type TrainingState } from './training-state';
import { trainingStep } from './training-step';

const NOT_FINITE = 'the loss is not finite';

/** The parts of a training state, in a fixed order. */
const PARTS = ['parameters', 'velocities', 'statistics', 'spectralVectors'] as const;

/** A training under way: its state lives in a TensorFlow session, whose graph is one whole step. */
export class GraphExecution {
  private readonly step_: GraphFunction;
  private readonly variables: readonly Variable[];
  private readonly images: ImagesInSession;
  private readonly session: GraphSession;

  constructor(
    private readonly engine: Engine,
    private readonly network: ResidualNetwork,
    private readonly data: Dataset,
    private readonly settings: TrainingSettings,
  ) {
    const { tf } = engine;
    const state = initialState(engine, network, settings);
    this.images = imagesInSession(data.train);
    this.variables = variablesOf(state);
    this.step_ = new GraphFunction('step');
    emitStep(this.step_, network, data, this.images, state, settings);
    const backend = tf.backend() as unknown as NativeBackend;
    this.session = new GraphSession(backend, encodeGraph([this.step_], JSON.parse(process.env.REWRITES ?? '{"disableMetaOptimizer":true}')));
    this.write(state);
    disposeState(state);
    const { images, labels, size } = data.train;
    const bytes = { dtype: 'uint8', bytes: images, shape: this.images.pixels.shape } as const;
    const labelTensor = tf.tensor1d(labels, 'int32');
    this.session.set([this.images.pixels, this.images.labels], [bytes, labelTensor]);
    labelTensor.dispose();
    void size;
  }

  /** Runs one step on a batch of the training set. When the loss is not finite it changes nothing. */
  step(order: BatchOrder, learningRate: number): StepMetrics {
    const { tf } = this.engine;
    const { train } = this.data;
    const border = this.settings.augmentation.translation;
    const { indices, rows, columns } = encodeOrder(order, train.shape, border);
    const [height, width] = train.shape;
    return tf.tidy(() => {
      const inputs: tfc.Tensor[] = [tf.scalar(learningRate), tf.tensor1d(indices, 'int32')];
      if (isPlaced(this.settings)) {
        inputs.push(tf.tensor2d(rows, [indices.length, height], 'int32'), tf.tensor2d(columns, [indices.length, width], 'int32'));
      }
      const [loss, right] = this.session.call(this.step_, inputs);
      return { loss: numberOf(loss!), accuracy: numberOf(right!) / indices.length };
    });
  }

  /** The network's values now. */
  snapshot(): Snapshot {
    const { parameters, statistics } = this.read(['parameters', 'statistics']);
    return { parameters, statistics, dispose: () => disposeState({ parameters, statistics }) };
  }

  explainNonFinite({ images, shape }: Batch): string {
    const batch = this.engine.tf.tensor(images, [...shape]);
    const state = this.read(['parameters', 'statistics']);
    try {
      return firstNonFinite(this.engine, this.network, state, batch);
    } finally {
      batch.dispose();
      disposeState(state);
    }
  }

  finish(): void {
    const settled = settleConstraint(this.engine, this.network, this.read(PARTS) as TrainingState, this.settings);
    this.write(settled);
    disposeState(settled);
  }

  dispose(): void {
    this.session.dispose();
  }

  private read(parts: readonly (keyof TrainingState)[]): Pick<TrainingState, 'parameters' | 'statistics'> {
    const wanted = this.variables.filter(({ name }) => parts.some((part) => name.startsWith(`${part}/`)));
    const tensors = this.session.get(wanted);
    const state = Object.fromEntries(parts.map((part) => [part, {}])) as Record<string, Record<string, Value>>;
    wanted.forEach(({ name }, i) => {
      const slash = name.indexOf('/');
      state[name.slice(0, slash)]![name.slice(slash + 1)] = tensors[i]!;
    });
    return state as unknown as TrainingState;
  }

  private write(state: TrainingState): void {
    this.session.set(
      this.variables,
      this.variables.map(({ name }) => {
        const slash = name.indexOf('/');
        return tensorOf(state[name.slice(0, slash) as keyof TrainingState][name.slice(slash + 1)]!);
      }),
    );
  }
}

function variablesOf(state: TrainingState): Variable[] {
  return PARTS.flatMap((part) => Object.entries(state[part]).map(([name, { shape }]): Variable => ({ name: `${part}/${name}`, shape, dtype: 'float32' })));
}

function isPlaced({ augmentation }: TrainingSettings): boolean {
  return augmentation.horizontalFlip || augmentation.translation > 0;
}

function emitStep(f: GraphFunction, network: ResidualNetwork, data: Dataset, images: ImagesInSession, start: TrainingState, settings: TrainingSettings): void {
  const { train } = data;
  const [height, width, channels] = train.shape;
  const { batchSize } = settings;
  const learningRate = f.argument([], 'float32');
  const indices = f.argument([batchSize], 'int32');
  const placement = isPlaced(settings)
    ? { rows: f.argument([batchSize, height], 'int32'), columns: f.argument([batchSize, width], 'int32'), border: settings.augmentation.translation }
    : undefined;
  const batch = batchInGraph(f, images, train.shape, normalizationTable(data, channels), placement ? { indices, placement } : { indices });
  const variable = (part: string, name: string, shape: readonly number[]): Variable => ({ name: `${part}/${name}`, shape, dtype: 'float32' });
  const state = Object.fromEntries(
    PARTS.map((part): [string, Values] => [part, Object.fromEntries(Object.entries(start[part]).map(([name, { shape }]) => [name, f.read(variable(part, name, shape))]))]),
  ) as unknown as TrainingState;
  const { loss, logits, next } = trainingStep(f, network, state, { ...batch, learningRate }, settings);
  f.requireFinite(loss, NOT_FINITE);
  for (const part of PARTS) for (const [name, value] of Object.entries(next[part])) f.assign(variable(part, name, value.shape), value);
  f.result(loss);
  const float = { type: 1 };
  const int = { type: 3 };
  const [best] = f.node('ArgMax', [logits, f.constant([1], [], 'int32')], { T: float, Tidx: int, output_type: int }, [{ shape: [batchSize], dtype: 'int32' }]);
  const [equal] = f.node('Equal', [best!, batch.labels], { T: int, incompatible_shape_error: { b: true } }, [{ shape: [batchSize], dtype: 'bool' }]);
  const [ones] = f.node('Cast', [equal!], { SrcT: { type: 10 }, DstT: float, Truncate: { b: false } }, [{ shape: [batchSize], dtype: 'float32' }]);
  f.result(new Operations(f).sum(ones!));
}
