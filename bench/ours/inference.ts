import type * as tfc from '@tensorflow/tfjs-core';
import { inPlace } from '../../src/data/augmentation';
import { makeBatch } from '../../src/data/batch';
import { normalizationTable } from '../../src/data/normalize';
import { numbersOf } from '../../src/engine/tensors';
import { logitsOf } from '../../src/networks/forward';
import { measurable } from '../../src/networks/measurable-network';
import { compileNetwork } from '../../src/inference/compile-network';
import type { ParameterSpec } from '../../src/networks/pass';
import { readImages, readValues } from '../material';
import { meanCrossEntropy } from './cross-entropy';
import { ownNetwork, type PrepareTask } from './task';

/** Logits from images that are normalized and in the engine's memory already, layer by layer as the project measures. */
export const prepareInference: PrepareTask = (engine, job) => {
  const network = ownNetwork(job);
  const { tf } = engine;
  const values = readValues(job.material);
  const tensors = (specs: readonly ParameterSpec[]): Record<string, tfc.Tensor> =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, tf.tensor(values[name]!, [...shape])]));
  const set = readImages(job.material, job.network.input);
  const indices = Int32Array.from({ length: job.batch }, (_, i) => i);
  const batch = makeBatch(set, normalizationTable(job.normalization, set.shape[2]), indices, () => inPlace);
  const images = tf.tensor(batch.images, [...batch.shape]);
  const original = measurable({ network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) });
  const measured = job.variant.execution === 'graph' ? compileNetwork(engine, original, batch.shape) : original;
  return () => {
    const logits = tf.tidy(() => numbersOf(logitsOf(engine, measured, images)));
    return () => meanCrossEntropy(logits, batch.labels);
  };
};
