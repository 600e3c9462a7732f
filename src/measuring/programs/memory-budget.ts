import { MEASURING_BATCH } from '../../data/batch';
import type { ImageSet } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { sizeOf, type Value } from '../../engine/values';
import type { MeasurableNetwork } from '../../networks/measurable-network';

/** In bytes (ours). At {@link MEASURING_BATCH} images it holds the states of every network of JAB18 but the wide ones. */
export const MEMORY_BUDGET = 512 * 2 ** 20;

/** Maps of a state's size that a residual block makes within itself, besides its input and its output (ours). */
const WITHIN_A_LAYER = 3;

const BYTES_PER_NUMBER = 4;

/**
 * The most images whose states the budget holds, at most {@link MEASURING_BATCH}.
 * @param held states that exist at once
 * @param memoryBudget in bytes
 * @throws RangeError when it does not hold the states of one image
 */
export function affordableBatch(engine: Engine, network: MeasurableNetwork, image: ImageSet['shape'], held: number, memoryBudget: number): number {
  const perImage = BYTES_PER_NUMBER * largestState(engine, network, image) * (held + WITHIN_A_LAYER);
  const images = Math.floor(memoryBudget / perImage);
  if (!(images >= 1)) {
    throw new RangeError(`The memory budget of ${memoryBudget} bytes does not hold the ${held} states of one image: allow ${perImage} bytes or more.`);
  }
  return Math.min(images, MEASURING_BATCH);
}

/** Numbers in the largest of an image's states. Blocks keep the shape that their transition makes, so that transitions tell all. */
function largestState({ tf, kernels }: Engine, network: MeasurableNetwork, image: ImageSet['shape']): number {
  const ops = new Operations(kernels);
  let largest = sizeOf(image);
  tf.tidy(() => {
    let state: Value = tf.zeros([1, ...image]);
    for (const { transition } of network.stages) {
      state = transition(ops, state);
      largest = Math.max(largest, sizeOf(state.shape));
    }
  });
  return largest;
}
