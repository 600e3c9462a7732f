import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numbersOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { layerAt, type ProgramNode } from './program-tree';
import type { Evaluator } from './run-programs';

/** Running means over images of the statistics of batches, [channels]. */
interface Estimate {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  images: number;
}

/** The estimates of one layer, by the stored mean that each batch normalization is known by. */
type LayerEstimates = Map<Value, Estimate>;

/** Where a layer runs: behind a node's layers there may be the head too. */
type Part = 'layer' | 'head';

/**
 * Statistics of batch normalization that belong to the programs of a tree (**ours**): every step of every program has its own, means over
 * batches of training images of each batch's mean and unbiased variance, every layer seeing what the layers before it made with their
 * batch's statistics (PyTorch's cumulative average). They depend on what comes before a step only, so that programs share them as they
 * share states. A block that runs again has statistics of each of its steps.
 *
 * It applies to networks whose layers call `ops.batchNormInference` with stored statistics that are the same value at every call.
 */
export class EstimatedStatistics {
  private readonly estimates = new Map<ProgramNode, Record<Part, LayerEstimates>>();
  private readonly tensors = new Map<Estimate, { readonly mean: Tensor; readonly variance: Tensor }>();
  private readonly plain: Operations;

  constructor(
    private readonly engine: Engine,
    private readonly network: MeasurableNetwork,
  ) {
    this.plain = new Operations(engine.kernels);
  }

  /** Runs steps on their batch's statistics, and adds these to the estimates. */
  readonly estimating: Evaluator = this.evaluator((estimates) => (x, scale, shift, mean, variance, epsilon) => {
    // A momentum of 1: the running statistics become the batch's.
    const normalized = this.plain.batchNormTraining(x, scale, shift, mean, variance, epsilon, 1);
    addTo(estimates, mean, x.shape[0]!, numbersOf(normalized.mean), numbersOf(normalized.variance));
    return normalized.value;
  });

  /** Runs steps on the estimates. */
  readonly estimated: Evaluator = this.evaluator((estimates) => (x, scale, shift, mean, _, epsilon) => {
    const own = estimates.get(mean);
    if (!own) throw new Error('A batch normalization has no estimated statistics: its stored ones must be the same value at every call.');
    const { mean: estimatedMean, variance } = this.tensorsOf(own);
    return this.plain.batchNormInference(x, scale, shift, estimatedMean, variance, epsilon);
  });

  dispose(): void {
    for (const { mean, variance } of this.tensors.values()) this.engine.tf.dispose([mean, variance]);
    this.tensors.clear();
  }

  private evaluator(batchNormOf: (estimates: LayerEstimates) => Operations['batchNormInference']): Evaluator {
    const run = (node: ProgramNode, part: Part, layer: Layer, state: Value): Value => {
      // The same operations but for batch normalization with stored statistics.
      const ops = Object.assign(Object.create(this.plain) as Operations, { batchNormInference: batchNormOf(this.estimatesOf(node)[part]) });
      return layer(ops, state);
    };
    return {
      step: (node, state) => run(node, 'layer', layerAt(this.network, node.layer), state),
      head: (node, state) => run(node, 'head', this.network.head, state),
    };
  }

  private estimatesOf(node: ProgramNode): Record<Part, LayerEstimates> {
    let own = this.estimates.get(node);
    if (!own) this.estimates.set(node, (own = { layer: new Map<Value, Estimate>(), head: new Map<Value, Estimate>() }));
    return own;
  }

  /** Kept beyond the layer that asks for them first. */
  private tensorsOf(estimate: Estimate): { readonly mean: Tensor; readonly variance: Tensor } {
    const { tf } = this.engine;
    let own = this.tensors.get(estimate);
    if (!own) this.tensors.set(estimate, (own = { mean: tf.keep(tf.tensor1d([...estimate.mean])), variance: tf.keep(tf.tensor1d([...estimate.variance])) }));
    return own;
  }
}

function addTo(estimates: LayerEstimates, key: Value, images: number, mean: Float32Array, variance: Float32Array): void {
  const estimate = estimates.get(key) ?? { mean: new Float64Array(mean.length), variance: new Float64Array(mean.length), images: 0 };
  estimates.set(key, estimate);
  estimate.images += images;
  const share = images / estimate.images;
  mean.forEach((value, c) => (estimate.mean[c]! += share * (value - estimate.mean[c]!)));
  variance.forEach((value, c) => (estimate.variance[c]! += share * (value - estimate.variance[c]!)));
}
