import { Operations } from '../../engine/operations';
import { SHAPE_KERNELS } from '../../engine/shape-kernels';
import { sizeOf, type Shape, type Value } from '../../engine/values';
import type { MeasurableNetwork } from '../../networks/measurable-network';

/**
 * Multiply-adds of a network's convolutions for one image of this shape, read off what its layers ask of the operations.
 * @param shape [height, width, channels]
 */
export function multiplyAddsOf(network: MeasurableNetwork, shape: Shape): number {
  let count = 0;
  const ops = new Operations(SHAPE_KERNELS);
  const conv2d: Operations['conv2d'] = (x, kernel, ...others) => {
    const made = ops.conv2d(x, kernel, ...others);
    count += (sizeOf(made.shape) * sizeOf(kernel.shape)) / kernel.shape[3]!;
    return made;
  };
  const counting = Object.assign(Object.create(ops) as Operations, { conv2d });
  const layers = network.stages.flatMap(({ transition, blocks }) => [transition, ...blocks]);
  layers.reduce<Value>((state, layer) => layer(counting, state), { shape: [1, ...shape], dtype: 'float32' });
  return count;
}
