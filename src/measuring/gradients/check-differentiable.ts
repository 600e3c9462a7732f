import { Operations } from '../../engine/operations';
import { SHAPE_KERNELS } from '../../engine/shape-kernels';
import type { Value } from '../../engine/values';
import type { ImageSet } from '../../data/dataset';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';
import { layerName } from './state-gradients';

/**
 * Refuses, before any work, a network and images that do not belong together, and a network whose layers compute with anything
 * but the operations that they are given: a gradient would leave out that part. A layer is run on a mere shape, which no
 * function but those operations takes.
 * @throws Error naming the layer
 */
export function checkDifferentiable(network: MeasurableNetwork, set: ImageSet): void {
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
  let state: Value = { shape: [1, ...set.shape], dtype: 'float32' };
  network.stages.forEach(({ transition, blocks }, s) => {
    state = run(transition, layerName(s + 1, 0), state);
    blocks.forEach((block, t) => {
      const output = run(block, layerName(s + 1, t + 1), state);
      if (output.shape.join() !== state.shape.join()) {
        throw new Error(`${layerName(s + 1, t + 1)} makes [${output.shape.join()}] of [${state.shape.join()}]: a residual block keeps its state’s shape; let the transition change it.`);
      }
    });
  });
  const [, classes = 0] = run(network.head, 'The head', state).shape;
  let highest = 0;
  for (const label of set.labels) highest = Math.max(highest, label);
  if (highest >= classes) {
    throw new Error(`The images have labels up to ${highest}, but the head has ${classes} outputs: measure on the task that the network is for.`);
  }
}
