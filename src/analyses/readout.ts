import { numbersOf } from '../engine/tensors';
import type { Value } from '../engine/values';

/** What a classifier says of a batch, one number a sample, from its logits z and the labels c. */
export interface Readout {
  /** cross-entropy in nats */
  readonly loss: Float64Array;
  /** 1 where the highest logit is the label's (the first of equal ones); 0 where one is not a number */
  readonly right: Uint8Array;
  /** −Σ p log p in nats */
  readonly entropy: Float64Array;
  /** p(correct) − largest other p, from −1 to 1 */
  readonly margin: Float64Array;
  /** [batch, classes]: ∂loss/∂z = p − onehot(c) */
  readonly gradient: Float64Array;
}

/**
 * In double precision, and without the difference 1 − p of a p near 1, so that a loss of 1e-12 has its digits and its gradient
 * its direction: with m the highest logit and r = Σ of e^{z − m} over all others, log Σ e^z = m + log(1 + r).
 * @param logits [batch, classes]
 * @param labels [batch]
 * @throws Error for a label that the classifier does not know
 */
export function readout(logits: Value, labels: Int32Array): Readout {
  const [batch, classes] = logits.shape as [number, number];
  const z = numbersOf(logits);
  const made = {
    loss: new Float64Array(batch),
    right: new Uint8Array(batch),
    entropy: new Float64Array(batch),
    margin: new Float64Array(batch),
    gradient: new Float64Array(batch * classes),
  };
  for (let n = 0; n < batch; n++) {
    const row = z.subarray(n * classes, (n + 1) * classes);
    const label = labels[n]!;
    if (label >= classes) throw new Error(`An image has the label ${label}, but the head has ${classes} outputs: measure on the task that the network is for.`);
    const highest = row.reduce((best, value, k) => (value > row[best]! ? k : best), 0);
    const below = Array.from(row, (value) => value - row[highest]!);
    const powers = below.map(Math.exp);
    const rest = powers.reduce((sum, power, k) => (k === highest ? sum : sum + power), 0);
    const p = powers.map((power) => power / (1 + rest));
    const wrong = label === highest ? rest / (1 + rest) : 1 - p[label]!;
    made.loss[n] = Math.log1p(rest) - below[label]!;
    made.right[n] = Number(label === highest && !Number.isNaN(made.loss[n]));
    made.entropy[n] = Math.log1p(rest) - p.reduce((sum, share, k) => sum + share * below[k]!, 0);
    made.margin[n] = p[label]! - p.reduce((most, share, k) => (k === label ? most : Math.max(most, share)), 0);
    p.forEach((share, k) => (made.gradient[n * classes + k] = k === label ? -wrong : share));
  }
  return made;
}
