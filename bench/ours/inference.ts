import type * as tfc from '@tensorflow/tfjs-core';
import { inPlace } from '../../src/data/augmentation';
import { makeBatch } from '../../src/data/batch';
import { normalizationTable } from '../../src/data/normalize';
import { numbersOf } from '../../src/engine/tensors';
import { Operations } from '../../src/engine/operations';
import { inferencePass } from '../../src/networks/passes';
import type { ParameterSpec } from '../../src/networks/pass';
import { readImages, readValues } from '../material';
import { meanCrossEntropy } from './cross-entropy';
import type { PrepareTask } from './task';

/** Logits from images that are normalized and in the engine's memory already. */
export const prepareInference: PrepareTask = ({ tf, kernels }, network, job) => {
  const values = readValues(job.material);
  const tensors = (specs: readonly ParameterSpec[]): Record<string, tfc.Tensor> =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(values[name]!, [...shape])]));
  const pass = inferencePass(new Operations(kernels), tensors(network.parameters), tensors(network.statistics));
  const set = readImages(job.material, job.network.input);
  const indices = Int32Array.from({ length: job.batch }, (_, i) => i);
  const batch = makeBatch(set, normalizationTable(job.normalization, set.shape[2]), indices, () => inPlace);
  const images = tf.tensor(batch.images, [...batch.shape]);
  return () => {
    const logits = tf.tidy(() => numbersOf(network.forward(pass, images)));
    return () => meanCrossEntropy(logits, batch.labels);
  };
};
