import { Operations } from '../../engine/operations';
import { SHAPE_KERNELS } from '../../engine/shape-kernels';
import type { Value } from '../../engine/values';
import type { ImageSet } from '../../data/dataset';
import { layerName } from '../../networks/layer-output';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';

/**
 * Refuses, before any work, a network whose layers compute with anything but the operations that they are given: a gradient would leave
 * out that part. A layer is run on a mere shape, which no function but those operations takes.
 * @param network that was checked before (see `check`)
 * @throws Error naming the layer
 */
export function checkDifferentiable(network: MeasurableNetwork, { shape }: Pick<ImageSet, 'shape'>): void {
  const ops = new Operations(SHAPE_KERNELS);
  const run = (layer: Layer, name: string, input: Value): Value => {
    try {
      return layer(ops, input);
    } catch (error) {
      throw new Error(
        `${name} cannot be differentiated, since it does not run on the operations alone that it is given ` +
          `(${(error as Error).message}). Write it with these (src/engine/operations.ts), not with functions of tfjs.`,
        { cause: error },
      );
    }
  };
  let state: Value = { shape: [1, ...shape], dtype: 'float32' };
  network.stages.forEach(({ transition, blocks }, s) => {
    state = run(transition, layerName(s + 1, 0), state);
    blocks.forEach((block, t) => {
      state = run(block, layerName(s + 1, t + 1), state);
    });
  });
  run(network.head, 'The head', state);
}
