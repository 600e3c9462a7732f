import type { Tensor } from '@tensorflow/tfjs-core';
import { batchesInOrder, type Batch } from '../../data/batch';
import { labelsPerImage, type ImageSet, type Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { tensorOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import { compiledForRun } from '../../inference/compile-for-run';
import { FoldedLayers } from '../../inference/folded-layers';
import { check } from '../check';
import { checkPrograms, layoutOf, type StageProgram } from './block-programs';
import type { MeasurableNetwork } from '../../networks/measurable-network';
import { affordableBatch, MEMORY_BUDGET } from './memory-budget';
import { EstimatedStatistics } from './estimated-statistics';
import { hasBatchNorm } from './has-batch-norm';
import { evaluations, layerAt, programTree, type ProgramNode } from './program-tree';
import { sharedBatch, type ReadElsewhere, type RunElsewhere, type Share } from './share';
import { keptStates, type WatchedProgram } from './watched-states';

/** How programs are run. */
export interface ProgramOptions {
  /**
   * bytes that the states of a batch may take (default: 512 MiB). It decides how many images a batch has, not what comes out, but for
   * `training`: statistics are those of batches of as many images as it holds at two states each, whatever else runs. Where the tree
   * keeps more states, training batches may take more than the budget.
   */
  readonly memoryBudget?: number;
  /** called with the fraction done, several times a batch; awaited; throw to stop */
  readonly onFraction?: (fraction: number) => Promise<void> | void;
  /** images on which the statistics of batch normalization are estimated anew under every program; without them the stored ones are used */
  readonly training?: ImageSet;
  /** programs whose states are looked at */
  readonly watched?: readonly WatchedProgram[];
  /**
   * folds statistics estimated anew into convolutions: images take two thirds of the time, and logits differ by less than 1e-5 of their scale.
   * Off unless asked for, so that the study's runs measured again give the same bits.
   */
  readonly fold?: boolean;
  /** the batches that are run here, where other processes run the others */
  readonly share?: Share;
  /** runs programs whose states are not looked at in other processes */
  readonly elsewhere?: RunElsewhere | undefined;
}

/** Receives what the head makes of a batch under a program: logits [batch, classes], which are let go of after the call. */
export type ReadLogits = (program: number, logits: Value, batch: Pick<Batch, 'labels' | 'indices'>) => void;

/** States of one program at once, a layer's input and output: training batches follow from them alone, so that a program's statistics do not depend on the programs beside it. */
const STATES_OF_A_PROGRAM = 2;

/** How the steps of programs are computed: a node's layer from the state before it, and what the head makes of a node's state. */
export interface Evaluator {
  step(node: ProgramNode, state: Value): Value;
  head(node: ProgramNode, state: Value): Value;
  /** before every batch */
  startBatch?(): void;
}

/**
 * Runs a network under programs, batch by batch. What programs begin with is computed once, equal programs run once, and
 * memory grows neither with the programs nor with the images: a batch's states are let go of as soon as nothing follows
 * from them any more. Where a run is long the network is compiled for it, which changes logits by less than 1e-5 of their scale.
 *
 * With training images the statistics of batch normalization are first estimated anew under every program: see
 * {@link EstimatedStatistics}. These images go through the same tree as the others.
 * @param read called for every program, by its place in `programs`, and every batch
 * @throws RangeError when a program does not fit the network or the memory budget is too small; Error as {@link check} has it; before any work
 */
export async function readPrograms(...[engine, network, programs, set, normalization, read, options]: Parameters<typeof walkPrograms>): Promise<void> {
  checkPrograms(layoutOf(network), programs);
  check({ engine, network, set, normalization });
  await walkPrograms(engine, network, programs, set, normalization, read, options);
}

/** {@link readPrograms} of a network that was checked before. */
export async function walkPrograms(
  engine: Engine,
  network: MeasurableNetwork,
  programs: readonly StageProgram[],
  set: ImageSet,
  normalization: Normalization,
  read: ReadLogits,
  { memoryBudget = MEMORY_BUDGET, onFraction = () => undefined, training, watched = [], fold = false, share, elsewhere }: ProgramOptions = {},
): Promise<void> {
  if (elsewhere && watched.length === 0) {
    const labelled: ReadElsewhere = (program, logits, from) => read(program, logits, labelsOf(set, from, logits.shape[0]!));
    const running = elsewhere(programs, training !== undefined && hasBatchNorm(engine, network, set), labelled, onFraction);
    if (running) return running;
  }
  const tree = programTree(layoutOf(network), programs);
  const kept = keptStates(tree, watched);
  const affordable = affordableBatch(engine, network, set.shape, tree.held + kept.most, memoryBudget);
  const batchSize = share ? sharedBatch(set.size, affordable, share.of) : affordable;
  const walk = { engine, tree, normalization, batchSize, watched, kept: kept.nodes, share };
  if (training && hasBatchNorm(engine, network, set)) {
    const folded = fold ? new FoldedLayers(engine) : undefined;
    const statistics = new EstimatedStatistics(engine, network, tree, share, folded);
    const estimation = { ...walk, watched: [], kept: new Set<ProgramNode>(), batchSize: affordableBatch(engine, network, training.shape, STATES_OF_A_PROGRAM, memoryBudget) };
    const part = training.size / (training.size + set.size);
    try {
      await walkTree(estimation, statistics.estimating, training, () => undefined, (fraction) => onFraction(part * fraction));
      await statistics.gather();
      await walkTree(walk, statistics.estimated, set, read, (fraction) => onFraction(part + (1 - part) * fraction));
    } finally {
      statistics.dispose();
      folded?.dispose();
    }
    return;
  }
  const compiled = compiledForRun(engine, network, set, batchSize, evaluations(tree).length);
  const ops = new Operations(engine.kernels);
  const evaluator: Evaluator = { step: ({ layer }, state) => layerAt(compiled, layer)(ops, state), head: (_, state) => compiled.head(ops, state) };
  try {
    await walkTree(walk, evaluator, set, read, onFraction);
  } finally {
    compiled.dispose();
  }
}

/** What is walked, and how. */
interface Walk {
  readonly engine: Engine;
  readonly tree: ProgramNode;
  readonly normalization: Normalization;
  readonly batchSize: number;
  readonly watched: readonly WatchedProgram[];
  /** whose states the watched programs are to be shown */
  readonly kept: ReadonlySet<ProgramNode>;
  readonly share: Share | undefined;
}

function labelsOf(set: ImageSet, from: number, images: number): Pick<Batch, 'labels' | 'indices'> {
  const n = labelsPerImage(set);
  return { labels: Int32Array.from(set.labels.subarray(from * n, (from + images) * n)), indices: Int32Array.from({ length: images }, (_, i) => from + i) };
}

/** All images of a set, or those of the own share, through a tree of states. */
async function walkTree(walk: Walk, evaluator: Evaluator, set: ImageSet, read: ReadLogits, onFraction: (fraction: number) => Promise<void> | void): Promise<void> {
  const { tree, normalization, batchSize, share } = walk;
  const steps = evaluations(tree).length;
  const isOwn = (from: number): boolean => !share || (from / batchSize) % share.of === share.place;
  const own = firstImages(set, batchSize).reduce((sum, from) => sum + (isOwn(from) ? Math.min(batchSize, set.size - from) : 0), 0);
  let imagesDone = 0;
  for (const batch of batchesInOrder(set, normalization, batchSize)) {
    if (!isOwn(batch.indices[0]!)) continue;
    const size = batch.indices.length;
    evaluator.startBatch?.();
    await new BatchRun(walk, evaluator, batch, read, async (stepsDone) => {
      await onFraction((imagesDone + size * (stepsDone / steps)) / own);
      await new Promise((resolve) => setImmediate(resolve));
    }).run();
    imagesDone += size;
  }
}

/** The first image of every batch. */
function firstImages({ size }: ImageSet, batchSize: number): number[] {
  return Array.from({ length: Math.ceil(size / batchSize) }, (_, i) => i * batchSize);
}

/** A batch of images on its way through the tree of a network's states. */
class BatchRun {
  /** states that something still follows from */
  private readonly states = new Set<Tensor>();
  /** kept states that lead to the one that is computed, in their order */
  private readonly path: { readonly stage: number; readonly state: Tensor }[] = [];
  private stepsDone = 0;

  constructor(
    private readonly walk: Walk,
    private readonly evaluator: Evaluator,
    private readonly batch: Batch,
    private readonly read: ReadLogits,
    private readonly afterRead: (stepsDone: number) => Promise<void>,
  ) {}

  async run(): Promise<void> {
    const images = this.walk.engine.tf.tensor(this.batch.images, [...this.batch.shape]);
    this.states.add(images);
    try {
      await this.goOn(this.walk.tree, images);
    } finally {
      for (const state of this.states) state.dispose();
    }
  }

  /** Computes all that follows from a state, and lets go of the state. */
  private async goOn(node: ProgramNode, state: Tensor): Promise<void> {
    const above = this.path.length;
    for (;;) {
      if (this.walk.kept.has(node)) this.keep(node.layer.stage, state);
      if (node.ends.length > 0) await this.readState(node, state);
      const last = node.next[node.next.length - 1];
      for (const next of node.next.slice(0, -1)) await this.goOn(next, this.step(next, state));
      const next = last && this.step(last, state);
      this.states.delete(state);
      state.dispose();
      if (!next) break;
      [node, state] = [last, next];
    }
    for (const { state: kept } of this.path.splice(above)) {
      this.states.delete(kept);
      kept.dispose();
    }
  }

  private keep(stage: number, state: Tensor): void {
    const kept = state.clone(); // of the same numbers in memory
    this.states.add(kept);
    this.path.push({ stage, state: kept });
  }

  private async readState(node: ProgramNode, state: Tensor): Promise<void> {
    this.walk.engine.tf.tidy(() => {
      const logits = this.evaluator.head(node, state);
      for (const program of node.ends) this.read(program, logits, this.batch);
      for (const { stage, read } of this.walk.watched.filter(({ program }) => node.ends.includes(program))) {
        read(this.path.filter((kept) => kept.stage === stage).map((kept) => kept.state), this.batch);
      }
    });
    await this.afterRead(this.stepsDone);
  }

  private step(node: ProgramNode, state: Tensor): Tensor {
    const next = this.walk.engine.tf.tidy(() => {
      const output = tensorOf(this.evaluator.step(node, state));
      return output === state ? state.clone() : output; // each of the two is let go of in its own time
    });
    this.states.add(next);
    this.stepsDone++;
    return next;
  }
}
