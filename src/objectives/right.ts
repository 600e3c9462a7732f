import { numbersOf } from '../engine/tensors';
import type { Value } from '../engine/values';

/**
 * Whether an image is right: its n highest logits are those of exactly its n classes (for one class: its logit is the highest;
 * of equal logits the first counts). Never where one is not a number.
 * @param logits [classes]
 * @param labels [n], all different
 */
export function isRight(logits: Float32Array, labels: Int32Array): boolean {
  return labels.every((label) => rank(logits, label) < labels.length);
}

/** How many classes come before one in the order of their logits; one that is not a number comes before all. */
function rank(logits: Float32Array, label: number): number {
  const own = logits[label]!;
  return logits.reduce((before, other, k) => before + Number(!(own > other || (own === other && label <= k))), 0);
}

/**
 * Which images of a batch are right (1).
 * @param logits [batch · classes]
 * @param labels [batch · n]
 */
export function whichAreRight(logits: Float32Array, labels: Int32Array, batch: number): Uint8Array {
  const [classes, n] = [logits.length / batch, labels.length / batch];
  return Uint8Array.from({ length: batch }, (_, i) =>
    Number(isRight(logits.subarray(i * classes, (i + 1) * classes), labels.subarray(i * n, (i + 1) * n))),
  );
}

/**
 * For each image the n classes of the highest logits, the highest first; of equal ones the first: [images · n].
 * @param logits [images · classes]
 */
export function highestClasses(logits: Float32Array, images: number, n: number): Int32Array {
  const classes = logits.length / images;
  const chosen = new Int32Array(images * n);
  for (let i = 0; i < images; i++) {
    const row = logits.subarray(i * classes, (i + 1) * classes);
    const order = Array.from(row.keys()).sort((a, b) => row[b]! - row[a]! || a - b);
    chosen.set(order.slice(0, n), i * n);
  }
  return chosen;
}

/**
 * Fraction of samples whose n highest logits are those of exactly their n classes.
 * @param logits [batch, classes]
 * @param labels [batch, n]
 */
export function fractionRight(logits: Value, labels: Int32Array): number {
  const right = whichAreRight(numbersOf(logits), labels, logits.shape[0]!);
  return right.reduce((sum, one) => sum + one, 0) / right.length;
}

/** Accuracy A_0 of a chance predictor, which names n of K classes at random: 1/C(K, n), for one class 1/K (ours). */
export function chanceAccuracy(classes: number, labelsPerImage = 1): number {
  let choices = 1;
  for (let i = 1; i <= labelsPerImage; i++) choices = (choices * (classes - labelsPerImage + i)) / i;
  return 1 / choices;
}
