import { z } from 'zod';
import { stateNorms } from '../../ideas/sharing/measure';
import { untrained } from '../../networks/untrained';
import { take, type Dataset } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { anyNumber } from '../../files/json-numbers';
import { measurableInTraining } from '../../networks/measurable-network';
import type { ResidualNetwork } from '../../networks/residual-network';
import type { TrainingSettings } from '../../training/settings';

/** Norms of every state and of the loss's gradient there before the first step, on the first training images as one batch (J8, J9). */
export const normsAtInitializationSchema = z
  .array(z.strictObject({ stage: z.int().positive(), block: z.int().nonnegative(), state: z.int().positive(), activationNorm: anyNumber, gradientNorm: anyNumber }))
  .readonly();

export type NormsAtInitialization = z.output<typeof normsAtInitializationSchema>;

/** Of the network as its training finds it. */
export function measureNormsAtInitialization(engine: Engine, network: ResidualNetwork, settings: TrainingSettings, data: Dataset): NormsAtInitialization {
  const values = untrained(engine, network, settings);
  try {
    return stateNorms(engine, measurableInTraining(values), firstBatch(data, settings), data);
  } finally {
    values.dispose();
  }
}

/** The training images on which norms and gradients of states are measured: as many as a batch, from the front. */
export function firstBatch({ train }: Dataset, { batchSize }: TrainingSettings): Dataset['train'] {
  return take(train, Math.min(batchSize, train.size));
}
