import { z } from 'zod';
import { batchesInOrder, MEASURING_BATCH } from '../../data/batch';
import { take, type ImageSet, type Normalization } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import type { Value } from '../../engine/values';
import { layerName } from '../../networks/layer-output';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { BORDERLINE_MARGIN, ofImages, placesOf } from '../borderline-examples/measure';
import { anyNumber } from '../../files/json-numbers';
import { derived } from '../../measuring/kinds';
import type { Measure } from '../../measuring/measure';
import { weightedMean } from '../../statistics/bootstrap';
import { meanLoss } from './mean-loss';
import { check } from '../../measuring/check';
import { checkDifferentiable } from '../../measuring/gradients/check-differentiable';
import { cosineOf } from '../cosine-loss/measure';
import type { ProgressOptions } from '../../measuring/gradients/block-pass';
import { perSample } from '../../measuring/gradients/per-sample';
import { readout } from '../../measuring/readout';
import { runLayers } from '../../measuring/gradients/run-layers';
import { scaledGradient } from '../../measuring/gradients/scaled-gradient';
import { vectorJacobianProduct } from '../../measuring/gradients/state-gradients';

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
  check({ engine, network, set, normalization, mayOverflow: true });
  const { stage, blocks, last } = checkUnrolling(network, set, steps);
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
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

/** The last stage and its last block. @throws Error where there is none, or it cannot be unrolled */
function checkUnrolling(network: MeasurableNetwork, set: ImageSet, steps: number): { readonly stage: number; readonly blocks: readonly Layer[]; readonly last: Layer } {
  if (!Number.isInteger(steps) || steps < 0) throw new RangeError(`The last block cannot be applied ${steps} more times: ask for a whole number.`);
  checkDifferentiable(network, set);
  const stage = network.stages.length;
  const blocks = network.stages[stage - 1]?.blocks ?? [];
  const last = blocks[blocks.length - 1];
  if (!last) throw new Error('The last stage of the network has no block, so there is none to unroll.');
  return { stage, blocks, last };
}

/** Scales among which {@link chooseScale} has a choice. */
export const UNROLLING_SCALES = [1, 0.3, 0.1, 0.03, 0.01, 0.003] as const;

/**
 * The scale of the last block's output (ours; JAB18 scales it and does not say by what): the one whose mean loss after the last step
 * is the lowest. To be chosen on training images, so that test images have no part in it.
 */
export function chooseScale(unrolled: readonly Unrolled[]): number {
  return scaleOfLowestLoss(unrolled.map(({ scale, steps }) => ({ scale, loss: steps[steps.length - 1]!.loss.reduce((sum, loss) => sum + loss, 0) })));
}

function scaleOfLowestLoss(afterLast: readonly { readonly scale: number; readonly loss: number }[]): number {
  const finite = afterLast.filter(({ loss }) => Number.isFinite(loss));
  if (finite.length === 0) throw new Error('No scale keeps the loss finite: ask for smaller ones.');
  return finite.reduce((best, one) => (one.loss < best.loss ? one : best)).scale;
}

const unrollingRow = z.strictObject({
  scale: z.number().positive().describe('a of h ← h + a F(h)'),
  step: z.int().nonnegative().describe('extra steps; 0: the network as it is'),
  group: z.enum(['all', 'borderline']).describe('borderline: under the network as it is'),
  images: z.int().nonnegative().describe('images of the group'),
  loss: anyNumber.describe('cross-entropy in nats; NaN where that of an image has left float32’s range'),
  accuracy: anyNumber.describe('fraction of images that are right'),
  cosineLoss: anyNumber.describe('cosine of F(h) with ∂L/∂h before the step, of images that have one'),
});
export type UnrollingStepRow = z.output<typeof unrollingRow>;

/**
 * {@link unrollLastBlock} (J7) with every scale, on the stored statistics of the network as it is. The scale that a claim is about is
 * chosen by {@link chosenScale} from the rows of other images, of the training set.
 */
export function unrolling({ steps = 20, scales = UNROLLING_SCALES, margin = BORDERLINE_MARGIN }: Pick<UnrollingOptions, 'steps' | 'scales' | 'margin'> = {}): Measure<UnrollingStepRow> {
  return {
    name: 'unrolling',
    row: unrollingRow,
    keys: ['scale', 'step', 'group'],
    over: 'images',
    settings: { steps, scales, margin },
    start({ engine, network, set, normalization }) {
      checkUnrolling(network, set, steps);
      /** by scale and step */
      let found: readonly (Omit<UnrollingStepRow, 'images' | 'loss' | 'accuracy' | 'cosineLoss'> & { readonly said: UnrolledStep; readonly images: Uint32Array })[] = [];
      return {
        alone: async (onFraction) => {
          const { unrolled, borderline } = await unrollLastBlock(engine, network, set, normalization, { steps, scales, margin, onFraction });
          const groups = [['all', placesOf(set.size, undefined)], ['borderline', placesOf(set.size, borderline)]] as const;
          found = unrolled.flatMap(({ scale, steps: of }) => of.flatMap((step) => groups.map(([group, images]) => ({ scale, step: step.step, group, images, said: stepOf(step, images) }))));
        },
        rows: (weights) =>
          found.map(({ scale, step, group, images: places, said: { loss, right, cosineLoss } }) => {
            const drawn = places.map((n) => weights[n]!);
            const images = drawn.reduce((sum, weight) => sum + weight, 0);
            return { scale, step, group, images, loss: meanLoss(loss, drawn), accuracy: weightedMean(right, drawn), cosineLoss: weightedMean(cosineLoss, drawn) };
          }),
      };
    },
  };
}

/** Some images of a set, and whether the scale was chosen on them. */
const PARTS = ['tested', 'choosing'] as const;
const chosenRow = z.strictObject({ part: z.enum(PARTS).describe('choosing: images on which the scale was chosen, with every scale; tested: others, unscaled and with that scale'), ...unrollingRow.shape });
export type ChosenUnrollingRow = z.output<typeof chosenRow>;

/**
 * {@link unrollLastBlock} (J7) unscaled and with a scale that is chosen on other images (ours): on those at the end of the set, so that it is
 * not the best by chance where it is tested. Where no scale keeps the loss finite it is the smallest.
 * @param choosing how many images choose; a fifth of the set unless said
 */
export function unrollingOnOthers({ steps = 20, scales = UNROLLING_SCALES, margin = BORDERLINE_MARGIN, choosing }: Pick<UnrollingOptions, 'steps' | 'scales' | 'margin'> & { readonly choosing?: number } = {}): Measure<ChosenUnrollingRow> {
  return {
    name: 'unrolling on other images',
    row: chosenRow,
    keys: ['part', 'scale', 'step', 'group'],
    over: 'images',
    settings: { steps, scales, margin, choosing: choosing ?? 'a fifth' },
    start(subject) {
      const { set } = subject;
      const tested = set.size - (choosing ?? Math.ceil(set.size / 5));
      if (tested < 1 || tested >= set.size) throw new Error(`of ${set.size} images it needs some on which the scale is chosen, and others`);
      const sets = { tested: take(set, tested), choosing: take(set, set.size - tested, tested) };
      const sweep = unrolling({ steps, scales, margin }).start({ ...subject, set: sets.choosing });
      let test: typeof sweep | undefined;
      const none = { layout: [], whole: Number.NaN, of: () => Number.NaN };
      return {
        async alone(onFraction) {
          await sweep.alone!((fraction) => onFraction(fraction / 2));
          const found = sweep.rows(new Uint32Array(sets.choosing.size).fill(1), none);
          const scale = found.some(({ step, loss }) => step === steps && Number.isFinite(loss)) ? chosenScale(found) : Math.min(...scales);
          test = unrolling({ steps, scales: [...new Set([1, scale])], margin }).start({ ...subject, set: sets.tested });
          await test.alone!((fraction) => onFraction((1 + fraction) / 2));
        },
        rows: (weights) => [
          ...test!.rows(weights.subarray(0, tested), none).map((row) => ({ part: 'tested' as const, ...row })),
          ...sweep.rows(weights.subarray(tested), none).map((row) => ({ part: 'choosing' as const, ...row })),
        ],
      };
    },
  };
}

const lossRow = z.strictObject({ unrolling: anyNumber.describe('ln of the loss behind the last scaled extra step over that of the network as it is (ours)') });

/** J7’s number of a network, of {@link unrollingOnOthers}: how the mean loss changes on images that did not choose the scale, at the scale that was chosen. */
export const unrolledLossBy = (measure: Measure<ChosenUnrollingRow>): Measure<z.output<typeof lossRow>> =>
  derived(measure, { name: 'unrolled loss', row: lossRow, keys: [] }, (rows) => {
    const tested = rows.filter(({ part, group }) => part === 'tested' && group === 'all');
    const scale = Math.min(...tested.map((row) => row.scale));
    const own = tested.filter((row) => row.scale === scale).sort((a, b) => a.step - b.step);
    return [{ unrolling: own.length === 0 ? Number.NaN : Math.log(own[own.length - 1]!.loss / own[0]!.loss) }];
  });

/** {@link unrollingOnOthers} as it is made by default, and its number of a network. */
export const usualUnrollingOnOthers = unrollingOnOthers();
export const unrolledLoss = unrolledLossBy(usualUnrollingOnOthers);

/** What a step says of some images. */
function stepOf({ step, loss, right, cosineLoss }: UnrolledStep, images: Uint32Array): UnrolledStep {
  return { step, loss: ofImages(loss, images), right: Uint8Array.from(images, (n) => right[n]!), cosineLoss: ofImages(cosineLoss, images) };
}

/** {@link chooseScale} by the rows of {@link unrolling} on images that nothing is then tested on. */
export function chosenScale(rows: readonly Pick<UnrollingStepRow, 'scale' | 'step' | 'group' | 'loss'>[]): number {
  const last = Math.max(...rows.map(({ step }) => step));
  return scaleOfLowestLoss(rows.filter(({ step, group }) => step === last && group === 'all'));
}
