import type { Operations } from '../engine/operations';
import type { Value } from '../engine/values';
import { oneClass } from './one-class';
import { severalClasses } from './several-classes';

/** What a classifier says of one image. */
export interface Said {
  /** cross-entropy in nats */
  readonly loss: number;
  /** of the predicted distribution, in nats */
  readonly entropy: number;
  /** by how much the probabilities of the image's classes lead those of all others, from −1 to 1; positive where the image is right */
  readonly margin: number;
  /** [classes]: ∂loss/∂z */
  readonly gradient: ArrayLike<number>;
}

/** What a classifier's outputs mean and what it is trained on. All else (what is right, chance) follows from the number of labels alone. */
export interface Objective {
  /**
   * Cross-entropy of each image in nats, [batch].
   * @param logits [batch, classes]
   * @param labels int32, as `labelShape` has them
   */
  losses(ops: Operations, logits: Value, labels: Value): Value;
  /**
   * The same and more of one image, in double precision and without differences such as 1 − p of a p near 1, so that a loss of
   * 1e-12 has its digits and its gradient its direction.
   * @param logits [classes]
   */
  read(logits: Float32Array, labels: Int32Array): Said;
}

/** An image of one class: softmax. Of several, all of which are to be named: a sigmoid for every class. */
export function objectiveFor(labelsPerImage: number): Objective {
  return labelsPerImage === 1 ? oneClass : severalClasses;
}

/**
 * Shape of the labels of images: [images] where each has one class, [images, n] where it has n.
 * @param labels in all
 */
export function labelShape(images: number, labels: number): number[] {
  return labels === images ? [images] : [images, labels / images];
}

/** Cross-entropy of each image in nats, [batch]. @param labels int32 [batch], or [batch, n] for n classes an image */
export function crossEntropies(ops: Operations, logits: Value, labels: Value): Value {
  return objectiveFor(labels.shape[1] ?? 1).losses(ops, logits, labels);
}
