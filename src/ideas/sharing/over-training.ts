import type { ColumnTable } from 'arquero';
import type { ImageSet } from '../../data/dataset';
import type { Engine } from '../../engine/engine';
import { measurableInTraining } from '../../networks/measurable-network';
import { stateNormTable, type StateNormRow } from './rows';
import { behindSteps, type HistoryOf } from '../../training/after-steps';
import type { AfterStep } from '../../training/train';
import { stateNorms } from './measure';

/**
 * Measures the norms of states and gradients while a network trains (JAB18, J8: r during training).
 * @param steps after which training steps, from 1
 * @param set the same images each time, as one batch
 * @returns what {@link train} is to call after every step, and the `state norms` table so far
 */
export function stateNormHistory(
  engine: Engine,
  { network, name, seed, data }: HistoryOf,
  steps: readonly number[],
  set: ImageSet,
): { readonly afterStep: AfterStep; table(): ColumnTable } {
  const rows: StateNormRow[] = [];
  const afterStep = behindSteps(
    ({ step }) => steps.includes(step),
    (values, { step }) => {
      const norms = stateNorms(engine, measurableInTraining({ network, ...values }), set, data);
      rows.push(...norms.map((norm) => ({ task: data.name, network: name, seed, step, ...norm })));
    },
  );
  return { afterStep, table: () => stateNormTable.table(rows) };
}
