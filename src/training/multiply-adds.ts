import { sizeOf } from '../engine/values';
import type { Network } from '../networks/network';
import { mapOf } from './lipschitz-constraint';

/** Of a network's convolutions on maps of their stage's size in a forward pass of one image; those of a shared block are counted once. */
export function multiplyAdds(network: Network): number {
  const kernels = network.parameters.filter(({ shape }) => shape.length === 4);
  return kernels.reduce((sum, kernel) => sum + sizeOf(kernel.shape) * sizeOf(mapOf(network, kernel)), 0);
}
