import type { ColumnTable } from 'arquero';
import type { Dataset, ImageSet } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { measurableInTraining } from '../../networks/measurable-network';
import type { NetworkInput } from '../../networks/definition';
import { ResidualNetwork } from '../../networks/residual-network';
import { stateNormTable, type StateNormRow } from './rows';
import { stateNorms } from './measure';
import { untrained } from '../../networks/untrained';

/**
 * Activation and gradient norms of networks that have not been trained, on one batch with its own statistics (JAB18, J8 and
 * J9). Blocks start apart, as ordinary networks do.
 * @param networks definitions by the names that the table gives them, e.g. those of {@link sharingVariants}
 * @param set runs as one batch
 * @param afterNetwork called with the fraction done; throw to stop
 * @returns a `state norms` table at step 0
 */
export async function normsAtInitialization(
  engine: Engine,
  networks: Readonly<Record<string, NetworkInput>>,
  seeds: readonly number[],
  data: Dataset,
  set: ImageSet,
  afterNetwork: (fraction: number) => Promise<void> | void = () => undefined,
): Promise<ColumnTable> {
  const rows: StateNormRow[] = [];
  const all = Object.entries(networks).map(([name, definition]) => ({ name, network: new ResidualNetwork(definition) }));
  const count = all.length * seeds.length;
  for (const [i, { name, network }] of all.entries()) {
    for (const [j, seed] of seeds.entries()) {
      const values = untrained(engine, network, { seed, blockStart: 'independent' });
      try {
        const norms = stateNorms(engine, measurableInTraining(values), set, data);
        rows.push(...norms.map((norm) => ({ task: data.name, network: name, seed, step: 0, ...norm })));
      } finally {
        values.dispose();
      }
      await afterNetwork((i * seeds.length + j + 1) / count);
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return stateNormTable.table(rows);
}
