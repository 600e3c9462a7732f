import type * as tfc from '@tensorflow/tfjs-core';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { differentiate } from '../engine/tape';
import { tensorOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import type { MeasurableNetwork } from '../indices/measurable-network';

/** A state of a network between two of its layers, and how the loss depends on it. */
export interface StateGradient {
  /** from 1 */
  readonly stage: number;
  /** block, from 1, that the state leaves; 0: the stage's transition */
  readonly block: number;
  /** h, [batch, height, width, channels] */
  readonly state: Value;
  /** ∂L/∂h, of the same shape */
  readonly gradient: Value;
}

/**
 * The gradient of the loss with respect to every state, from the last to the first. L is the sum of the samples' cross-entropies,
 * so that at inference, where samples do not mix, gradient[b] is that of sample b's own loss.
 *
 * Only the states are kept; a layer is run again for its vector-Jacobian product ∂L/∂h = (∂f/∂h)ᵀ ∂L/∂f(h).
 * @param images [batch, height, width, channels], normalized
 * @param labels int32 [batch]
 * @param visit is called for every state; what it is given is released after it returns
 */
export function stateGradients(
  { tf, kernels }: Engine,
  network: MeasurableNetwork,
  images: Value,
  labels: Value,
  visit: (state: StateGradient) => void,
): void {
  tf.tidy(() => {
    const ops = new Operations(kernels);
    const layers = network.stages.flatMap(({ transition, blocks }, s) =>
      [transition, ...blocks].map((layer, block) => ({ layer, stage: s + 1, block })),
    );
    const states: Value[] = [];
    layers.reduce((h, { layer }) => {
      const next = layer(ops, h);
      states.push(next);
      return next;
    }, images);

    // The loss as a function of the state at hand, or a scalar with the same gradient there.
    let scalar = (recorded: Operations, state: Value): Value => recorded.sum(recorded.softmaxCrossEntropy(network.head(recorded, state), labels));
    let last: tfc.Tensor | undefined;
    for (const [i, { layer, stage, block }] of [...layers.entries()].reverse()) {
      const state = states[i]!;
      const gradient = tf.tidy(() => tensorOf(differentiate(kernels, (recorded) => ({ loss: scalar(recorded, state) }), [state]).gradients[0]!));
      last?.dispose();
      visit({ stage, block, state, gradient });
      scalar = (recorded, before) => recorded.sum(recorded.mul(layer(recorded, before), gradient));
      last = gradient;
    }
  });
}
