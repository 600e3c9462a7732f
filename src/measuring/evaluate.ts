import { z } from 'zod';
import { batchesInOrder, MEASURING_BATCH } from '../data/batch';
import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import { Operations } from '../engine/operations';
import { numberOf } from '../engine/tensors';
import { anyNumber } from '../files/json-numbers';
import type { Values } from '../engine/values';
import { logitsOf } from '../networks/forward';
import { measurable } from '../networks/measurable-network';
import { compiledForRun } from '../inference/compile-for-run';
import type { Network } from '../networks/network';
import { crossEntropies, labelShape } from '../objectives/objective';
import { fractionRight } from '../objectives/right';
import { check } from './check';
import type { Measure } from './measure';

/** How a network does on a set of images, with stored statistics. */
export interface Evaluation {
  /** mean cross-entropy in nats */
  readonly loss: number;
  /** fraction of images that are right: whose n highest logits are those of exactly their n classes */
  readonly accuracy: number;
}

/** Mean loss and accuracy over a whole set, in official order; of large sets by a compiled network. @throws Error as {@link check} has it, before any work */
export function evaluate(
  engine: Engine,
  network: Network,
  { parameters, statistics }: { readonly parameters: Values; readonly statistics: Values },
  set: ImageSet,
  normalization: Normalization,
): Evaluation {
  const { tf, kernels } = engine;
  const ops = new Operations(kernels);
  const whole = measurable({ network, parameters, statistics });
  check({ engine, network: whole, set, normalization, mayOverflow: true });
  const compiled = compiledForRun(engine, whole, set, MEASURING_BATCH);
  let loss = 0;
  let right = 0;
  try {
    for (const batch of batchesInOrder(set, normalization, MEASURING_BATCH)) {
      tf.tidy(() => {
        const logits = logitsOf(engine, compiled, tf.tensor(batch.images, [...batch.shape]));
        const images = batch.indices.length;
        const labels = tf.tensor(batch.labels, labelShape(images, batch.labels.length), 'int32');
        loss += numberOf(ops.sum(crossEntropies(ops, logits, labels)));
        right += fractionRight(logits, batch.labels) * images;
      });
    }
  } finally {
    compiled.dispose();
  }
  return { loss: loss / set.size, accuracy: right / set.size };
}

/** Loss and accuracy of one of the project's networks as {@link evaluate} finds them. */
const evaluationRow = z.strictObject({ loss: anyNumber.describe('mean cross-entropy in nats'), accuracy: z.number().min(0).max(1).describe('fraction of images that are right') });

/** Mean loss and accuracy of a network made here, with stored statistics, as training reports them. */
export const evaluation: Measure<Evaluation> = {
  name: 'evaluation',
  row: evaluationRow,
  keys: [],
  over: 'network',
  start({ engine, values, set, normalization }) {
    if (!values) throw new Error('it needs a network made here, with its values');
    let found: Evaluation;
    return {
      alone: () => {
        found = evaluate(engine, values.network, values, set, normalization);
      },
      rows: () => [found],
    };
  },
};
