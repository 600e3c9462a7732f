import { z } from 'zod';
import { anyNumber } from '../../files/json-numbers';
import { BLOCK_KEYS, blockKeys, byPrograms, derived } from '../../measuring/kinds';
import { iteratingStages, wholeStage, type Layout, type StageProgram } from '../../measuring/programs/block-programs';
import { normalizedAccuracy } from './curves';

/**
 * Exchange Index (**ours**): X = mean over t of n(t, t, …, t). 1: any block does in the place of all, as in a recurrent network, which the
 * Recurrence Index does not ask; near 0: no block can do the others' work.
 * @param normalizedAccuracies [T] with block t = 1 … T run T times in the place of 1 … T
 * @throws Error for stages of less than two blocks
 */
export function exchangeIndex(normalizedAccuracies: readonly number[]): number {
  if (normalizedAccuracies.length < 2) throw new Error('The Exchange Index needs a stage of two blocks or more.');
  return mean(normalizedAccuracies);
}

const exchangeRow = z.strictObject({
  ...blockKeys,
  accuracy: z.number().min(0).max(1).describe('accuracy with the block in the place of every block of its stage'),
  normalizedAccuracy: anyNumber.describe('(A − A_0) / (A of the whole network − A_0) (ours)'),
});
export type ExchangeRow = z.output<typeof exchangeRow>;

/** Every block of the stages of two or more in the place of all blocks of its stage. */
export const exchange = byPrograms<ExchangeRow>(
  { name: 'exchange', row: exchangeRow, keys: BLOCK_KEYS },
  (layout) => exchanges(layout).map(({ program }) => program),
  (accuracies, chance) =>
    exchanges(accuracies.layout).map(({ program, ...place }) => {
      const accuracy = accuracies.of(program);
      return { ...place, accuracy, normalizedAccuracy: normalizedAccuracy(accuracy, accuracies.whole, chance) };
    }),
);

const indexColumn = { exchangeIndex: anyNumber.describe('Exchange Index (ours)') };

/** The Exchange Index of every stage of two or more blocks. */
export const exchangeOfStages = derived(exchange, { name: 'exchange index of stages', row: z.strictObject({ stage: blockKeys.stage, ...indexColumn }), keys: ['stage'] }, (rows) =>
  [...new Set(rows.map(({ stage }) => stage))].map((stage) => ({
    stage,
    exchangeIndex: exchangeIndex(rows.filter((row) => row.stage === stage).map((row) => row.normalizedAccuracy)),
  })),
);

/** Of the network: the mean over these stages, as that of the other indices. */
export const exchangeOfNetwork = derived(exchangeOfStages, { name: 'exchange index', row: z.strictObject(indexColumn), keys: [] }, (stages) => [
  { exchangeIndex: mean(stages.map((stage) => stage.exchangeIndex)) },
]);

function exchanges(layout: Layout): { readonly stage: number; readonly block: number; readonly depth: number; readonly program: StageProgram }[] {
  return iteratingStages(layout).flatMap(({ stage, blocks: length }) => {
    const before = layout.slice(0, stage - 1).reduce((sum, blocks) => sum + blocks, 0);
    return wholeStage(length).map((block) => ({ stage, block, depth: before + block, program: { stage, blocks: wholeStage(length).map(() => block) } }));
  });
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
