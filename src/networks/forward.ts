import type { Tensor } from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { tensorOf } from '../engine/tensors';
import type { MeasurableNetwork } from './measurable-network';

/**
 * Logits [batch, classes] of a whole network; every state is let go of when the next is there.
 * @param images [batch, height, width, channels], which stay
 */
export function logitsOf({ tf, kernels }: Engine, { stages, head }: MeasurableNetwork, images: Tensor): Tensor {
  const ops = new Operations(kernels);
  return tf.tidy(() => {
    let state = images;
    for (const layer of stages.flatMap(({ transition, blocks }) => [transition, ...blocks])) {
      const next = tf.tidy(() => tensorOf(layer(ops, state)));
      if (state !== images && state !== next) state.dispose();
      state = next;
    }
    return tensorOf(head(ops, state));
  });
}
