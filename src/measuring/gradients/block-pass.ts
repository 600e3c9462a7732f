import { batchesInOrder } from '../../data/batch';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import type { Value } from '../../engine/values';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { layoutOf, placesOfBlocks } from '../programs/block-programs';
import type { ProgramOptions } from '../programs/run-programs';
import { check } from '../check';
import { checkDifferentiable } from './check-differentiable';
import { perSample } from './per-sample';
import { readout, type Readout } from '../readout';
import { runLayers } from './run-layers';
import { scaledGradient, type ScaledGradient } from './scaled-gradient';
import { stateGradients } from './state-gradients';

/** Images per batch where gradients are taken (ours): the states of one batch are in memory, 130 MB for ResNet-56 on CIFAR. */
export const GRADIENT_BATCH = 100;

/** One block h_{i+1} = h_i + F_i(h_i) on one batch: what an analysis of it may use. Maps are [batch, height, width, channels]. */
export interface BlockOnBatch {
  /** h_i */
  readonly state: Value;
  /** F_i(h_i) = h_{i+1} − h_i, also where a nonlinearity follows the addition */
  readonly residual: Value;
  /** ∂L/∂h_i, each sample's divided by {@link gradientScale} */
  readonly gradient: Value;
  /** ∂L/∂h_{i+1}, divided likewise */
  readonly gradientBehind: Value;
  /** [batch]: what to multiply a sample's gradients with; see scaledGradient */
  readonly gradientScale: Float64Array;
  /** [batch]: each sample's own cross-entropy L in nats, of the whole network */
  readonly loss: Float64Array;
  /** [batch]: Σ a·b over each sample's map */
  readonly product: (a: Value, b: Value) => Float32Array;
  /** [batch]: L when the rest of the network goes on from another state in the place of h_{i+1} */
  readonly lossAfter: (state: Value) => Float64Array;
}

/** `onFraction` is called with the fraction done after every batch; throw to stop. */
export type ProgressOptions = Pick<ProgramOptions, 'onFraction'>;

/** A number for each sample of a batch; NaN: it has none. */
export type BlockAnalysis = (on: BlockOnBatch) => ArrayLike<number>;

/** Analyses of one block, by their names: one number for each image in the order of the set; NaN: it has none. */
export type BlockMeasurement<Name extends string> = Readonly<Record<Name, Float32Array>> & {
  /** from 1 */
  readonly stage: number;
  /** from 1 within the stage */
  readonly block: number;
};

/** Where a block is, and which image of the set is the first of its batch. */
export interface BlockPlace {
  /** from 1 */
  readonly stage: number;
  /** from 1 within the stage */
  readonly block: number;
  readonly from: number;
}

/** Called for every block of a batch, from the last to the first; what it is given is released when it returns. */
export type VisitBlock = (block: BlockOnBatch, at: BlockPlace) => void;

/**
 * Shows every block of a network on every batch of images, with the gradient of each sample's own loss (J1, J2, J3 of JAB18), in one
 * pass. Batch normalization runs on its stored statistics, so that samples do not mix. Memory does not grow with the number of images.
 * @param network that was checked before (see {@link check})
 * @throws Error before any work when layers compute with anything but their operations
 */
export async function visitBlocks(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  visit: VisitBlock,
  { onFraction = () => undefined }: ProgressOptions = {},
): Promise<void> {
  checkDifferentiable(network, set);
  const { tf } = engine;
  let done = 0;
  for (const batch of batchesInOrder(set, normalization, GRADIENT_BATCH)) {
    tf.tidy(() => {
      let whole: Readout;
      let scaled: ScaledGradient;
      const lossGradient = (logits: Value): Value => {
        whole = readout(logits, batch.labels);
        scaled = scaledGradient(engine, whole);
        return scaled.gradient;
      };
      stateGradients(engine, network, tf.tensor(batch.images, [...batch.shape]), lossGradient, ({ stage, block, input, output, inputGradient, outputGradient }) => {
        if (block === 0) return;
        const on: BlockOnBatch = {
          state: input,
          residual: new Operations(engine.kernels).sub(output, input),
          gradient: inputGradient,
          gradientBehind: outputGradient,
          gradientScale: scaled.scale,
          loss: whole.loss,
          product: (a, b) => perSample(engine, a, b),
          lossAfter: (other) => readout(runLayers(engine, layersBehind(network, stage, block), other), batch.labels).loss,
        };
        visit(on, { stage, block, from: done });
      });
    });
    done += batch.indices.length;
    await onFraction(done / set.size);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

/**
 * Analyses of every block, image by image, in one pass over the images: see {@link visitBlocks}.
 * @param analyses by name, e.g. `{ cosineLoss, l2Ratio, taylorTerm, lossChange }`
 * @returns a measurement for each block, from the first to the last
 * @throws Error before any work as {@link check} has it, or when layers compute with anything but their operations
 */
export async function measureBlocks<Name extends string>(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  analyses: Readonly<Record<Name, BlockAnalysis>>,
  options: ProgressOptions = {},
): Promise<BlockMeasurement<Name>[]> {
  check({ engine, network, set, normalization });
  const names = Object.keys(analyses) as Name[];
  const places = placesOfBlocks(layoutOf(network));
  const results = new Map(places.map(({ stage, block }) => [`${stage}.${block}`, names.map(() => new Float32Array(set.size))]));
  await visitBlocks(engine, network, set, normalization, (on, { stage, block, from }) => {
    results.get(`${stage}.${block}`)!.forEach((values, i) => values.set(analyses[names[i]!](on), from));
  }, options);
  return places.map(({ stage, block }) => {
    const values = results.get(`${stage}.${block}`)!;
    return { stage, block, ...(Object.fromEntries(names.map((name, i) => [name, values[i]!])) as Record<Name, Float32Array>) };
  });
}

/** The rest of a network, its head included, behind a block. */
function layersBehind({ stages, head }: MeasurableNetwork, stage: number, block: number): Layer[] {
  return [...stages[stage - 1]!.blocks.slice(block), ...stages.slice(stage).flatMap(({ transition, blocks }) => [transition, ...blocks]), head];
}
