import { sizeOf } from '../engine/values';
import type { ResidualNetwork } from '../networks/residual-network';
import { mapOf } from './lipschitz-constraint';

/** Of a network's convolutions in a forward pass of one image; those of a shared block are counted once. */
export function multiplyAdds(network: ResidualNetwork): number {
  const kernels = network.parameters.filter(({ shape }) => shape.length === 4);
  return kernels.reduce((sum, kernel) => sum + sizeOf(kernel.shape) * sizeOf(mapOf(network, kernel)), 0);
}
