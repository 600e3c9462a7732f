import type * as tfc from '@tensorflow/tfjs-core';
import { blockDrop } from '../../src/ideas/block-drop/measure';
import { numbersOf } from '../../src/engine/tensors';
import { layoutOf } from '../../src/measuring/programs/block-programs';
import { measurable } from '../../src/networks/measurable-network';
import { threeIndices } from '../../src/ideas/indices/measure';
import { readPrograms } from '../../src/measuring/programs/run-programs';
import type { ParameterSpec } from '../../src/networks/pass';
import { readImages, readValues } from '../material';
import { meanCrossEntropy } from './cross-entropy';
import type { PrepareTask } from './task';

/** The logits of every program of the three indices and the single-block drops, from the images' bytes. */
export const prepareIndexPrograms: PrepareTask = (engine, network, job) => {
  const values = readValues(job.material);
  const tensors = (specs: readonly ParameterSpec[]): Record<string, tfc.Tensor> =>
    Object.fromEntries(specs.map(({ name, shape }) => [name, engine.tf.tensor(values[name]!, [...shape])]));
  const measured = measurable({ network, parameters: tensors(network.parameters), statistics: tensors(network.statistics) });
  const layout = layoutOf(measured);
  const programs = [...threeIndices(1 / job.network.classes).programs(layout), ...blockDrop.programs(layout)];
  const set = readImages(job.material, job.network.input);
  const labels = Int32Array.from(set.labels);
  return async () => {
    const logits: Float32Array[] = [];
    await readPrograms(engine, measured, programs, set, job.normalization, (_, read) => logits.push(numbersOf(read)));
    return () => logits.reduce((sum, each) => sum + meanCrossEntropy(each, labels), 0) / programs.length;
  };
};
