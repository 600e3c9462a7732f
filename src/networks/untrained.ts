import type { Engine } from '../engine/engine';
import type { NetworkValues } from './measurable-network';
import { initialTensors, type BlockStart } from './initial-values';
import { shownAsValues } from './in-words';
import type { Network } from './network';

/** A network with the values from which training with the same seed and start begins. They live until disposed. */
export function untrained(
  { tf }: Engine,
  network: Network,
  { seed, blockStart }: { readonly seed: number; readonly blockStart: BlockStart },
): NetworkValues & { dispose(): void } {
  const parameters = initialTensors(tf, network.parameters, seed, blockStart);
  const statistics = initialTensors(tf, network.statistics, seed, blockStart);
  const dispose = (): void => [...Object.values(parameters), ...Object.values(statistics)].forEach((tensor) => tensor.dispose());
  return shownAsValues({ network, parameters, statistics, dispose }, 'not trained; ');
}
