import type { ImageSet } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { Operations } from '../../engine/operations';
import { SHAPE_KERNELS } from '../../engine/shape-kernels';
import type { Value } from '../../engine/values';
import type { MeasurableNetwork } from '../../networks/measurable-network';

/** Whether a network normalizes by stored statistics of batches anywhere; one that does not run on its operations alone counts as one that does not. */
export function hasBatchNorm({ tf }: Engine, network: MeasurableNetwork, { shape }: Pick<ImageSet, 'shape'>): boolean {
  let found = false;
  const ops = new Operations(SHAPE_KERNELS);
  const seen: Operations['batchNormInference'] = (x) => {
    found = true;
    return { shape: x.shape, dtype: x.dtype };
  };
  const watching = Object.assign(Object.create(ops) as Operations, { batchNormInference: seen });
  try {
    const layers = [...network.stages.flatMap(({ transition, blocks }) => [transition, ...blocks]), network.head];
    // Layers may make tensors, which are let go of.
    tf.tidy(() => void layers.reduce<Value>((state, layer) => layer(watching, state), { shape: [1, ...shape], dtype: 'float32' }));
  } catch {
    return found;
  }
  return found;
}
