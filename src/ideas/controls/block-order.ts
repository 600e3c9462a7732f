import { z } from 'zod';
import type { Measure } from '../../measuring/measure';
import { iteratingStages, layoutOf, programsOfStages, wholeStage, type BlockProgram } from '../../measuring/programs/block-programs';
import type { ProgramAnalysis } from '../../measuring/programs/program-analysis';
import { checkCount, distinctDraws, keptByStage } from '../../measuring/programs/distinct-draws';

/** Accuracy of a network whose blocks of one stage run in another order. */
export interface BlockOrders {
  /** of the whole network */
  readonly whole: number;
  /** stages of two or more blocks */
  readonly stages: readonly {
    /** from 1 */
    readonly stage: number;
    /** the order in which blocks run, and what it comes to */
    readonly orders: readonly { readonly blocks: BlockProgram; readonly accuracy: number }[];
  }[];
}

/**
 * Control: all blocks of a stage in random orders (**ours**; after Veit et al. 2016). A recurrent network does not notice.
 * @param orders how many different ones a stage, its own not among them; all T! − 1 where that is less
 */
export function blockShuffling({ orders, seed }: { readonly orders: number; readonly seed: number }): ProgramAnalysis<BlockOrders> {
  checkCount('orders', orders);
  return blockOrders(
    keptByStage((stage, blocks) => {
      const whole = wholeStage(blocks);
      return distinctDraws(seed, `block shuffling/${stage}`, orders, factorial(blocks) - 1, (random) => {
        const order = [...whole];
        do random.shuffle(order);
        while (order.every((block, t) => block === whole[t]));
        return order;
      });
    }),
  );
}

/** Control: blocks t and t + 1 of a stage exchanged, t = 1 … T − 1 (**ours**; after Veit et al. 2016). */
export const blockSwapping: ProgramAnalysis<BlockOrders> = blockOrders((_, blocks) =>
  wholeStage(blocks - 1).map((t) => [...wholeStage(t - 1), t + 1, t, ...wholeStage(blocks).slice(t + 1)]),
);

const blockOrderRow = z.strictObject({
  stage: z.int().positive(),
  control: z.enum(['shuffled', 'swapped']).describe('random orders, or two neighbours exchanged'),
  order: z.string().min(1).describe('in which the blocks run, e.g. 2,1,3'),
  accuracy: z.number().min(0).max(1).describe('accuracy'),
});

/**
 * Both controls, of every stage of two or more blocks.
 * @param orders random ones a stage
 */
export function blockOrder({ orders }: { readonly orders: number } = { orders: 10 }): Measure<z.output<typeof blockOrderRow>> {
  return {
    name: 'block order',
    row: blockOrderRow,
    keys: ['stage', 'control', 'order'],
    over: 'images',
    settings: { orders },
    start({ network, seed }) {
      const layout = layoutOf(network);
      iteratingStages(layout);
      const controls = [['shuffled', blockShuffling({ orders, seed })], ['swapped', blockSwapping]] as const;
      return {
        programs: controls.flatMap(([, orderings]) => orderings.programs(layout)),
        rows: (_, accuracies) =>
          controls.flatMap(([control, orderings]) =>
            orderings.outcome(accuracies).stages.flatMap(({ stage, orders: run }) => run.map(({ blocks, accuracy }) => ({ stage, control, order: blocks.join(), accuracy }))),
          ),
      };
    },
  };
}

function blockOrders(ordersOf: (stage: number, blocks: number) => readonly BlockProgram[]): ProgramAnalysis<BlockOrders> {
  return {
    programs: (layout) => programsOfStages(layout, (blocks, stage) => (blocks < 2 ? [] : ordersOf(stage, blocks))),
    outcome: (accuracies) => ({
      whole: accuracies.whole,
      stages: accuracies.layout.flatMap((length, s) => {
        const stage = s + 1;
        if (length < 2) return [];
        return [{ stage, orders: ordersOf(stage, length).map((blocks) => ({ blocks, accuracy: accuracies.of({ stage, blocks }) })) }];
      }),
    }),
  };
}

function factorial(n: number): number {
  return n < 2 ? 1 : n * factorial(n - 1);
}
