import { inPlace } from '../../src/data/augmentation';
import type { Dataset } from '../../src/data/dataset';
import { trainingSchema } from '../../src/training/settings';
import { initialState } from '../../src/training/training-state';
import { readImages } from '../material';
import { EXECUTIONS, type ExecutionName } from './executions';
import { ownNetwork, type PrepareTask } from './task';

/** A step as training makes it, the making of its batch from the images' bytes included. */
export const prepareTrainingStep: PrepareTask = (engine, job) => {
  const network = ownNetwork(job);
  const { normalization, seed, batch, learningRate, momentum, weightDecay, variant } = job;
  const set = readImages(job.material, job.network.input);
  const data: Dataset = {
    name: 'random images',
    classes: Array.from({ length: job.network.classes }, (_, i) => String(i)),
    train: set,
    test: set,
    ...normalization,
    provenance: { source: 'random bytes', sha256: {} },
  };
  const settings = trainingSchema.parse({
    seed,
    epochs: 1,
    batchSize: batch,
    learningRate: { kind: 'constant', rate: learningRate },
    momentum,
    weightDecay,
    blockStart: 'independent',
  });
  const execution = new EXECUTIONS[variant.execution as ExecutionName](engine, network, data, settings, initialState(engine, network, settings));
  const order = { indices: Int32Array.from({ length: batch }, (_, i) => i), placements: Array.from({ length: batch }, () => inPlace) };
  return () => {
    const { loss } = execution.step(order, learningRate);
    return () => loss;
  };
};
