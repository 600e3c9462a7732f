import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { differentiate } from '../../engine/tape';
import { tensorOf } from '../../engine/tensors';
import type { Value } from '../../engine/values';
import { layerName } from '../../networks/layer-output';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { readout } from '../readout';

/** A transition or block on a batch, and how the loss depends on the states before and behind it; [batch, height, width, channels]. */
export interface LayerGradients {
  /** from 1 */
  readonly stage: number;
  /** from 1 within the stage; 0: the stage's transition */
  readonly block: number;
  /** h before the layer */
  readonly input: Value;
  /** h behind it */
  readonly output: Value;
  /** ∂L/∂h before the layer */
  readonly inputGradient: Value;
  /** ∂L/∂h behind it */
  readonly outputGradient: Value;
}

/**
 * Runs a network on a batch and finds the gradient of a loss L with respect to every state, from the last to the first. Only
 * the states are kept: each layer f is run again for its vector-Jacobian product ∂L/∂h = (∂f/∂h)ᵀ ∂L/∂f(h), so that no more
 * than one layer's inner maps are in memory.
 * @param images [batch, height, width, channels], normalized
 * @param lossGradient ∂L/∂logits, [batch, classes], e.g. {@link sumOfLosses}
 * @param visit is called for every transition and block; what it is given is released when it returns
 * @throws Error naming the layer that cannot be differentiated
 */
export function stateGradients(
  { tf, kernels }: Engine,
  network: MeasurableNetwork,
  images: Value,
  lossGradient: (logits: Value) => Value,
  visit: (layer: LayerGradients) => void,
): void {
  const ops = new Operations(kernels);
  const layers = network.stages.flatMap(({ transition, blocks }, s) => [transition, ...blocks].map((layer, block) => ({ layer, stage: s + 1, block })));

  /** ∂L/∂(input of layer i); what else the layers from i on made is let go of */
  const backward = (i: number, input: Value): Value =>
    tf.tidy(() => {
      const next = layers[i];
      if (!next) return tensorOf(vectorJacobianProduct(kernels, network.head, 'The head', input, lossGradient(network.head(ops, input))));
      const { layer, stage, block } = next;
      const output = layer(ops, input);
      const outputGradient = backward(i + 1, output);
      const inputGradient = vectorJacobianProduct(kernels, layer, layerName(stage, block), input, outputGradient);
      tf.tidy(() => visit({ stage, block, input, output, inputGradient, outputGradient }));
      return tensorOf(inputGradient);
    });

  tf.tidy(() => void backward(0, images));
}

/**
 * ∂L/∂logits for L the sum over samples of the cross-entropy in nats: at inference, where samples do not mix, each sample's
 * gradient is that of its own loss.
 */
export function sumOfLosses({ tf }: Engine, labels: Int32Array): (logits: Value) => Value {
  return (logits) => tf.tensor(Float32Array.from(readout(logits, labels).gradient), [...logits.shape]);
}

/** (∂f/∂h)ᵀ v for a layer f, as the gradient of the scalar Σ f(h)·v. */
export function vectorJacobianProduct(kernels: Engine['kernels'], layer: Layer, name: string, input: Value, vector: Value): Value {
  try {
    return differentiate(kernels, (ops) => ({ loss: ops.sum(ops.mul(layer(ops, input), vector)) }), [input]).gradients[0]!;
  } catch (error) {
    throw new Error(`${name} cannot be differentiated: ${(error as Error).message}`, { cause: error });
  }
}
