import { batchesInOrder, MEASURING_BATCH } from '../../data/batch';
import type { ImageSet, Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import type { Value } from '../../engine/values';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { BORDERLINE_MARGIN } from '../borderline-examples/measure';
import { checkDifferentiable } from '../../measuring/gradients/check-differentiable';
import { cosineOf } from '../cosine-loss/measure';
import type { ProgressOptions } from '../../measuring/gradients/block-pass';
import { perSample } from '../../measuring/gradients/per-sample';
import { readout } from '../../measuring/readout';
import { runLayers } from '../../measuring/gradients/run-layers';
import { scaledGradient } from '../../measuring/gradients/scaled-gradient';
import { layerName, vectorJacobianProduct } from '../../measuring/gradients/state-gradients';

/** Every image behind the last block's extra step; step 0 is the network as it is. */
export interface UnrolledStep {
  readonly step: number;
  /** each image's cross-entropy in nats, read out behind this step; NaN or infinite where the state has left float32's range */
  readonly loss: Float32Array;
  /** 1: right */
  readonly right: Uint8Array;
  /**
   * F(h)·g / (‖F(h)‖ ‖g‖) with h before this step and g = ∂L/∂h of the network that ends with it (ours; at step 0 it is the
   * cosine loss J2 of the last block); NaN: no direction
   */
  readonly cosineLoss: Float32Array;
}

/** The last block applied again and again with one scale. */
export interface Unrolled {
  /** a of h ← h + a F(h); 1: the block as it is */
  readonly scale: number;
  /** step = 0 … n */
  readonly steps: readonly UnrolledStep[];
}

export interface UnrolledNetwork {
  /** in the order in which the scales were asked for */
  readonly unrolled: readonly Unrolled[];
  /** 1: |p(correct) − largest other p| is below the margin under the network as it is */
  readonly borderline: Uint8Array;
}

export interface UnrollingOptions extends ProgressOptions {
  /** n (JAB18: 20) */
  readonly steps?: number;
  /** every a to unroll with; 1 unless said */
  readonly scales?: readonly number[];
  /** of borderline examples, see {@link BORDERLINE_MARGIN} */
  readonly margin?: number;
}

/**
 * Unrolling (J7; JAB18, stated): the last block of the last stage is applied n more times, h ← h + a F(h), and the head reads
 * out the state behind each step. JAB18 does not give its factor a: see {@link chooseScale}.
 * @throws Error before any work when the last stage has no blocks or layers compute with anything but their operations
 */
export async function unrollLastBlock(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  { steps = 20, scales = [1], margin = BORDERLINE_MARGIN, onFraction = () => undefined }: UnrollingOptions = {},
): Promise<UnrolledNetwork> {
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`The last block cannot be applied ${steps} more times: ask for a whole number.`);
  checkDifferentiable(network, set);
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const stage = network.stages.length;
  const blocks = network.stages[stage - 1]?.blocks ?? [];
  const last = blocks[blocks.length - 1];
  if (!last) throw new Error('The last stage of the network has no block, so there is none to unroll.');
  const before = [...network.stages.slice(0, -1).flatMap((each) => [each.transition, ...each.blocks]), network.stages[stage - 1]!.transition, ...blocks.slice(0, -1)];
  const unrolled = scales.map((scale) => ({
    scale,
    steps: Array.from({ length: steps + 1 }, (_, step) => ({
      step,
      loss: new Float32Array(set.size),
      right: new Uint8Array(set.size),
      cosineLoss: new Float32Array(set.size),
    })),
  }));
  const borderline = new Uint8Array(set.size);

  let done = 0;
  for (const batch of batchesInOrder(set, normalization, MEASURING_BATCH)) {
    /** Applies a layer to h, writes down what follows, and returns the state behind. */
    const apply = (layer: Layer, h: Value, into: UnrolledStep): Value => {
      const output = ops.scope(() => layer(ops, h));
      tf.tidy(() => {
        const found = readout(network.head(ops, output), batch.labels);
        into.loss.set(found.loss, done);
        into.right.set(found.right, done);
        if (into.step === 0) borderline.set(Array.from(found.margin, (m) => Number(Math.abs(m) < margin)), done);
        const behind = vectorJacobianProduct(kernels, network.head, 'The head', output, scaledGradient(engine, found).gradient);
        const gradient = vectorJacobianProduct(kernels, layer, layerName(stage, blocks.length), h, behind);
        into.cosineLoss.set(cosineOf(ops.sub(output, h), gradient, (a, b) => perSample(engine, a, b)), done);
      });
      return output;
    };
    tf.tidy(() => {
      const entering = runLayers(engine, before, tf.tensor(batch.images, [...batch.shape]));
      for (const { scale, steps: into } of unrolled) {
        const scaled: Layer = scale === 1 ? last : (o, h) => o.add(h, o.scale(o.sub(last(o, h), h), scale));
        let h = apply(last, entering, into[0]!);
        for (const step of into.slice(1)) {
          const next = apply(scaled, h, step);
          if (next !== h && h !== entering) kernels.release?.(h);
          h = next;
        }
      }
    });
    done += batch.indices.length;
    await onFraction(done / set.size);
    await new Promise((resolve) => setImmediate(resolve));
  }
  return { unrolled, borderline };
}

/** Scales among which {@link chooseScale} has a choice. */
export const UNROLLING_SCALES = [1, 0.3, 0.1, 0.03, 0.01, 0.003] as const;

/**
 * The scale of the last block's output (ours; JAB18 scales it and does not say by what): the one whose mean loss after the last step
 * is the lowest. To be chosen on training images, so that test images have no part in it.
 */
export function chooseScale(unrolled: readonly Unrolled[]): number {
  const last = unrolled.map(({ scale, steps }) => ({ scale, loss: steps[steps.length - 1]!.loss.reduce((sum, loss) => sum + loss, 0) }));
  const finite = last.filter(({ loss }) => Number.isFinite(loss));
  if (finite.length === 0) throw new Error('No scale keeps the loss finite: ask for smaller ones.');
  return finite.reduce((best, one) => (one.loss < best.loss ? one : best)).scale;
}
