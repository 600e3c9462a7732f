import type * as tfc from '@tensorflow/tfjs-core';
import { blockDrop } from '../../src/ideas/block-drop/measure';
import { numbersOf } from '../../src/engine/tensors';
import { layoutOf } from '../../src/measuring/programs/block-programs';
import type { Engine } from '../../src/engine/engine';
import { measurable, type MeasurableNetwork } from '../../src/networks/measurable-network';
import { threeIndices } from '../../src/ideas/indices/measure';
import { readPrograms } from '../../src/measuring/programs/run-programs';
import type { ParameterSpec } from '../../src/networks/pass';
import { networkOf } from '../../src/weights/import-network';
import type { Job } from '../job';
import { readImages, readValues } from '../material';
import { meanCrossEntropy } from './cross-entropy';
import { stateDict } from '../torchvision';
import { ownNetwork, type PrepareTask } from './task';

function networkOfJob(engine: Engine, job: Job): MeasurableNetwork {
  const values = readValues(job.material);
  if ('torchvision' in job.network) return networkOf(engine, job.material, stateDict(job.network, values));
  const network = ownNetwork(job);
  const tensors = (specs: readonly ParameterSpec[]): Record<string, tfc.Tensor> =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, engine.tf.tensor(values[name]!, [...shape])]));
  return measurable({ network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) });
}

/** The logits of every program of the three indices and the single-block drops, from the images' bytes. */
export const prepareIndexPrograms: PrepareTask = (engine, job) => {
  const measured = networkOfJob(engine, job);
  const layout = layoutOf(measured);
  const programs = [...threeIndices(1 / job.network.classes).programs(layout), ...blockDrop.programs(layout)];
  const set = readImages(job.material, job.network.input);
  return async () => {
    // A batch of large pictures is a part of the images.
    const said: { readonly logits: Float32Array; readonly labels: Int32Array }[] = [];
    await readPrograms(engine, measured, programs, set, job.normalization, (_, read, { labels }) => said.push({ logits: numbersOf(read), labels }));
    return () => said.reduce((sum, { logits, labels }) => sum + labels.length * meanCrossEntropy(logits, labels), 0) / (programs.length * set.size);
  };
};
