import type * as tfc from '@tensorflow/tfjs-core';
import { batchesInOrder, MEASURING_BATCH } from '../data/batch';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numberOf } from '../engine/tensors';
import type { Values } from '../engine/values';
import { logitsOf } from '../indices/forward';
import { measurable } from '../indices/measurable-network';
import { compiledForRun } from '../inference/compile-for-run';
import type { ResidualNetwork } from '../networks/residual-network';

/** How a network does on a set of images, with stored statistics. */
export interface Evaluation {
  /** mean cross-entropy in nats */
  readonly loss: number;
  /** fraction of images that are right */
  readonly accuracy: number;
}

/** Mean loss and accuracy over a whole set, in official order; of large sets by a compiled network. */
export function evaluate(
  engine: Engine,
  network: ResidualNetwork,
  { parameters, statistics }: { readonly parameters: Values; readonly statistics: Values },
  set: ImageSet,
  normalization: Normalization,
): Evaluation {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const compiled = compiledForRun(engine, measurable({ network, parameters, statistics }), set, MEASURING_BATCH);
  let loss = 0;
  let right = 0;
  try {
    for (const batch of batchesInOrder(set, normalization, MEASURING_BATCH)) {
      tf.tidy(() => {
        const logits = logitsOf(engine, compiled, tf.tensor(batch.images, [...batch.shape]));
        const labels = tf.tensor1d(batch.labels, 'int32');
        loss += numberOf(ops.sum(ops.softmaxCrossEntropy(logits, labels)));
        right += fractionRight(logits, batch.labels) * batch.labels.length;
      });
    }
  } finally {
    compiled.dispose();
  }
  return { loss: loss / set.size, accuracy: right / set.size };
}

/** Fraction of samples whose highest logit is their label's. */
export function fractionRight(logits: tfc.Tensor, labels: Int32Array): number {
  const scores = logits.dataSync();
  const classes = logits.shape[1]!;
  let right = 0;
  labels.forEach((label, i) => {
    const row = scores.subarray(i * classes, (i + 1) * classes);
    if (row.indexOf(Math.max(...row)) === label) right++;
  });
  return right / labels.length;
}
