import { numbersOf } from '../engine/tensors';
import type { Value } from '../engine/values';
import { objectiveFor } from '../objectives/objective';
import { whichAreRight } from '../objectives/right';

/** What a classifier says of a batch, one number a sample, from its logits z and the samples' classes. */
export interface Readout {
  /** [batch, classes]: z */
  readonly logits: Float32Array;
  /** cross-entropy in nats */
  readonly loss: Float64Array;
  /** 1 where the highest logits are those of the sample's classes (of equal ones the first); 0 where one is not a number */
  readonly right: Uint8Array;
  /** −Σ p log p in nats */
  readonly entropy: Float64Array;
  /** p(correct) − largest other p, from −1 to 1 (of several classes the least probable, see `severalClasses`) */
  readonly margin: Float64Array;
  /** [batch, classes]: ∂loss/∂z */
  readonly gradient: Float64Array;
}

/**
 * Reads a batch's logits out in double precision.
 * @param logits [batch, classes]
 * @param labels [batch, n]
 * @throws Error for a label that the classifier does not know
 */
export function readout(logits: Value, labels: Int32Array): Readout {
  const [batch, classes] = logits.shape as [number, number];
  const unknown = labels.find((label) => label >= classes);
  if (unknown !== undefined) {
    throw new Error(`An image has the label ${unknown}, but the head has ${classes} outputs: measure on the task that the network is for.`);
  }
  const z = numbersOf(logits);
  const made = {
    logits: z,
    loss: new Float64Array(batch),
    right: whichAreRight(z, labels, batch),
    entropy: new Float64Array(batch),
    margin: new Float64Array(batch),
    gradient: new Float64Array(batch * classes),
  };
  const n = labels.length / batch;
  const objective = objectiveFor(n);
  for (let i = 0; i < batch; i++) {
    const said = objective.read(z.subarray(i * classes, (i + 1) * classes), labels.subarray(i * n, (i + 1) * n));
    made.loss[i] = said.loss;
    made.entropy[i] = said.entropy;
    made.margin[i] = said.margin;
    made.gradient.set(said.gradient, i * classes);
  }
  return made;
}
