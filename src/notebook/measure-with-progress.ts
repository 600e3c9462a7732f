import type { ImageSet, Normalization } from '../data/dataset';
import type { Engine } from '../engine/engine';
import type { MeasurableNetwork } from '../networks/measurable-network';
import { measureNetwork, type MeasuredNetwork } from '../measuring/measure-network';
import { follow } from './follow';

/** {@link measureNetwork} under a live line of progress; an interrupt stops it within a batch. */
export async function measureWithProgress(
  engine: Engine,
  network: MeasurableNetwork,
  set: ImageSet,
  normalization: Normalization,
  chance: number,
): Promise<MeasuredNetwork> {
  return follow(set.size, 'images measured', (report) =>
    measureNetwork(engine, network, set, normalization, chance, { onFraction: (fraction) => report(fraction * set.size, '') }),
  );
}
