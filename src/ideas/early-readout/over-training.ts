import type { ColumnTable } from 'arquero';
import type { ImageSet } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { measurable } from '../../networks/measurable-network';
import { earlyReadoutHistoryTable, type EarlyReadoutRow } from './history-rows';
import { behindSteps, type HistoryOf } from '../../training/after-steps';
import type { AfterStep } from '../../training/train';
import { earlyReadout } from './measure';

/**
 * Measures early readout of the last stage while a network trains (JAB18, J5: accuracy rises gradually with depth), with
 * stored statistics.
 * @param epochs at the end of which epochs, from 1
 * @param set the same images each time
 * @returns what {@link train} is to call after every step, and the `early readout history` table so far
 */
export function earlyReadoutHistory(
  engine: Engine,
  { network, name, seed, data }: HistoryOf,
  epochs: readonly number[],
  set: ImageSet,
): { readonly afterStep: AfterStep; table(): ColumnTable } {
  const rows: EarlyReadoutRow[] = [];
  const afterStep = behindSteps(
    ({ epoch }) => epochs.includes(epoch),
    async (values, { epoch }) => {
      const { stage, accuracy, loss, entropy } = await earlyReadout(engine, measurable({ network, ...values }), set, data);
      const of = { task: data.name, network: name, seed, epoch, stage };
      rows.push(...accuracy.map((_, block) => ({ ...of, block, accuracy: accuracy[block]!, loss: loss[block]!, entropy: entropy[block]! })));
    },
  );
  return { afterStep, table: () => earlyReadoutHistoryTable.table(rows) };
}
