import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { numbersOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import type { FoldedLayers } from '../../inference/folded-layers';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { layerAt, type ProgramNode } from './program-tree';
import type { Evaluator } from './run-programs';
import type { BatchStatistics, Share } from './share';

/** Running means over images of the statistics of batches, [channels]. */
interface Estimate {
  readonly mean: Float64Array;
  readonly variance: Float64Array;
  images: number;
}

/** The estimates of one layer: a batch normalization is known by its stored mean, and that by its turn. */
interface LayerEstimates {
  readonly turns: Map<Value, number>;
  readonly estimates: Estimate[];
}

/** Where a layer runs: behind a node's layers there may be the head too. */
type Part = BatchStatistics['part'];

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
  private readonly nodes: readonly ProgramNode[];
  private readonly places: ReadonlyMap<ProgramNode, number>;
  /** of training batches whose turn to be added will come, batch by batch; undefined: they are added at once */
  private readonly own: BatchStatistics[][] | undefined;
  private readonly tensors = new Map<Estimate, { readonly mean: Tensor; readonly variance: Tensor }>();
  private readonly plain: Operations;

  constructor(
    private readonly engine: Engine,
    private readonly network: MeasurableNetwork,
    tree: ProgramNode,
    private readonly share?: Share,
    private readonly folded?: FoldedLayers,
  ) {
    this.plain = new Operations(engine.kernels);
    this.nodes = nodesOf(tree);
    this.places = new Map(this.nodes.map((node, i) => [node, i]));
    this.own = share && [];
  }

  /** Runs steps on their batch's statistics, and adds these to the estimates. */
  readonly estimating: Evaluator = {
    ...this.evaluator((node, part) => (x, scale, shift, mean, variance, epsilon) => {
      // A momentum of 1: the running statistics become the batch's.
      const normalized = this.plain.batchNormTraining(x, scale, shift, mean, variance, epsilon, 1);
      const { estimates, turns } = this.estimatesOf(node)[part];
      const [norm, images, found] = [turnOf(turns, mean), x.shape[0]!, { mean: numbersOf(normalized.mean), variance: numbersOf(normalized.variance) }];
      if (this.own) this.own[this.own.length - 1]!.push({ node: this.places.get(node)!, part, norm, images, ...found });
      else addTo(estimates, { norm, images, ...found });
      return normalized.value;
    }),
    startBatch: () => void this.own?.push([]),
  };

  /** Where processes share the batches: adds what all of them say, in the order in which one process would. */
  async gather(): Promise<void> {
    if (!this.share || !this.own) return;
    for (const batch of await this.share.gather(this.own)) {
      for (const said of batch) addTo(this.estimatesOf(this.nodes[said.node]!)[said.part].estimates, said);
    }
  }

  private readonly onEstimates = this.evaluator((node, part) => (x, scale, shift, mean, _, epsilon) => {
    const { turns, estimates } = this.estimatesOf(node)[part];
    const own = estimates[turnOf(turns, mean)];
    if (!own) throw new Error('A batch normalization has no estimated statistics: its stored ones must be the same value at every call.');
    const { mean: estimatedMean, variance } = this.tensorsOf(own);
    return this.plain.batchNormInference(x, scale, shift, estimatedMean, variance, epsilon);
  });

  /** Runs steps on the estimates. */
  readonly estimated: Evaluator = {
    ...this.onEstimates,
    step: (node, state) => this.folded?.run(layerAt(this.network, node.layer), state, this.estimatesOf(node).layer.estimates) ?? this.onEstimates.step(node, state),
  };

  dispose(): void {
    for (const { mean, variance } of this.tensors.values()) this.engine.tf.dispose([mean, variance]);
    this.tensors.clear();
  }

  private evaluator(batchNormOf: (node: ProgramNode, part: Part) => Operations['batchNormInference']): Evaluator {
    const run = (node: ProgramNode, part: Part, layer: Layer, state: Value): Value => {
      // The same operations but for batch normalization with stored statistics.
      const ops = Object.assign(Object.create(this.plain) as Operations, { batchNormInference: batchNormOf(node, part) });
      return layer(ops, state);
    };
    return {
      step: (node, state) => run(node, 'layer', layerAt(this.network, node.layer), state),
      head: (node, state) => run(node, 'head', this.network.head, state),
    };
  }

  private estimatesOf(node: ProgramNode): Record<Part, LayerEstimates> {
    let own = this.estimates.get(node);
    if (!own) this.estimates.set(node, (own = { layer: { turns: new Map(), estimates: [] }, head: { turns: new Map(), estimates: [] } }));
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

/** The turn of a batch normalization among those of its layer. */
function turnOf(turns: Map<Value, number>, mean: Value): number {
  const turn = turns.get(mean) ?? turns.size;
  turns.set(mean, turn);
  return turn;
}

function nodesOf(tree: ProgramNode): ProgramNode[] {
  return [tree, ...tree.next.flatMap(nodesOf)];
}

function addTo(estimates: Estimate[], { norm, images, mean, variance }: Omit<BatchStatistics, 'node' | 'part'>): void {
  const estimate = (estimates[norm] ??= { mean: new Float64Array(mean.length), variance: new Float64Array(mean.length), images: 0 });
  estimate.images += images;
  const share = images / estimate.images;
  mean.forEach((value, c) => (estimate.mean[c]! += share * (value - estimate.mean[c]!)));
  variance.forEach((value, c) => (estimate.variance[c]! += share * (value - estimate.variance[c]!)));
}
