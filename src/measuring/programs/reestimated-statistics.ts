import { batchesInOrder, type Batch } from '../../data/batch';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numbersOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import { layoutOf, type StageProgram } from './block-programs';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { affordableBatch, MEMORY_BUDGET } from './memory-budget';
import { layerAt, layersOf } from './program-tree';
import type { ProgramOptions } from './run-programs';

/** A network whose batch normalization uses other statistics than its own; they live until disposed. */
export interface ReestimatedNetwork {
  readonly network: MeasurableNetwork;
  dispose(): void;
}

/** Running means over images of a normalization's batch statistics. */
interface Estimate {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  images: number;
}

/**
 * Estimates the statistics of batch normalization anew while a network runs a program: means over batches of the mean and the
 * (unbiased) variance of each batch, every layer seeing what the layers before it made with their batch's statistics (**ours**;
 * PyTorch's cumulative average). Blocks that the program drops keep no influence on the statistics of those behind them.
 *
 * It applies to every network whose layers call `ops.batchNormInference` with stored statistics that are the same value at
 * every call: the project's networks, and published weights that were imported. It does not to compiled ones.
 * @param set training images
 * @throws Error when the network has no batch normalization
 */
export async function reestimateStatistics(
  engine: Engine,
  network: MeasurableNetwork,
  program: StageProgram,
  set: ImageSet,
  normalization: Normalization,
  { memoryBudget = MEMORY_BUDGET, onFraction = () => undefined }: ProgramOptions = {},
): Promise<ReestimatedNetwork> {
  const estimates = new Map<Value, Estimate>();
  const layers = [...layersOf(layoutOf(network), program).map((place) => layerAt(network, place)), network.head];
  const batchSize = affordableBatch(engine, network, set.shape, 2, memoryBudget);
  let done = 0;
  for (const batch of batchesInOrder(set, normalization, batchSize)) {
    runOnBatchStatistics(engine, layers, batch, estimates);
    done += batch.indices.length;
    await onFraction(done / set.size);
    await new Promise((resolve) => setImmediate(resolve));
  }
  if (estimates.size === 0) throw new Error('The network has no batch normalization with stored statistics, so there is nothing to estimate anew.');
  return withStatistics(engine, network, estimates);
}

/** One batch through the layers, every state let go of when the next is there. */
function runOnBatchStatistics({ tf, kernels }: Engine, layers: readonly Layer[], batch: Batch, estimates: Map<Value, Estimate>): void {
  const plain = new Operations(kernels);
  const ops = withBatchNorm(plain, (x, scale, shift, mean, variance, epsilon) => {
    // A momentum of 1: the running statistics become the batch's.
    const normalized = plain.batchNormTraining(x, scale, shift, mean, variance, epsilon, 1);
    addTo(estimates, mean, x.shape[0]!, numbersOf(normalized.mean), numbersOf(normalized.variance));
    return normalized.value;
  });
  tf.tidy(() => {
    layers.reduce<Value>((state, layer) => {
      const next = ops.scope(() => layer(ops, state));
      if (next !== state) kernels.release?.(state);
      return next;
    }, tf.tensor(batch.images, [...batch.shape]));
  });
}

function addTo(estimates: Map<Value, Estimate>, key: Value, images: number, mean: Float32Array, variance: Float32Array): void {
  const estimate = estimates.get(key) ?? { mean: new Float64Array(mean.length), variance: new Float64Array(mean.length), images: 0 };
  estimates.set(key, estimate);
  estimate.images += images;
  const share = images / estimate.images;
  mean.forEach((value, c) => (estimate.mean[c]! += share * (value - estimate.mean[c]!)));
  variance.forEach((value, c) => (estimate.variance[c]! += share * (value - estimate.variance[c]!)));
}

/** The network with estimates in the place of the stored statistics that they are known by. */
function withStatistics({ tf }: Engine, network: MeasurableNetwork, estimates: ReadonlyMap<Value, Estimate>): ReestimatedNetwork {
  const statistics = new Map(
    [...estimates].map(([stored, { mean, variance }]) => [stored, { mean: tf.tensor1d([...mean]), variance: tf.tensor1d([...variance]) }]),
  );
  const changed =
    (layer: Layer): Layer =>
    (ops, input) =>
      layer(
        withBatchNorm(ops, (x, scale, shift, mean, _, epsilon) => {
          const own = statistics.get(mean);
          if (!own) throw new Error('A batch normalization has no new statistics: its layer was not in the program, or its stored ones are another value at every call.');
          return ops.batchNormInference(x, scale, shift, own.mean, own.variance, epsilon);
        }),
        input,
      );
  return {
    network: {
      stages: network.stages.map(({ transition, blocks }) => ({ transition: changed(transition), blocks: blocks.map(changed) })),
      head: changed(network.head),
    },
    dispose: () => {
      for (const { mean, variance } of statistics.values()) tf.dispose([mean, variance]);
    },
  };
}

/** The same operations but for batch normalization with stored statistics. */
function withBatchNorm(ops: Operations, batchNormInference: Operations['batchNormInference']): Operations {
  return Object.assign(Object.create(ops) as Operations, { batchNormInference });
}
