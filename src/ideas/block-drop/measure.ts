import { programsOfStages, wholeStage } from '../../measuring/programs/block-programs';
import type { ProgramAnalysis } from '../../measuring/programs/program-analysis';

/** Accuracy of a network with one block at a time dropped. */
export interface BlockDrop {
  /** of the whole network */
  readonly whole: number;
  /** stages that have blocks */
  readonly stages: readonly {
    /** from 1 */
    readonly stage: number;
    /** [T] accuracy without block 1 … T */
    readonly accuracy: readonly number[];
  }[];
}

const without = (block: number, blocks: number): number[] => wholeStage(blocks).filter((other) => other !== block);

/**
 * Single-block drop (JAB18, J4, **stated**): the trained network with F of one block left out, not retrained. JAB18 finds that
 * dropping the first blocks is catastrophic in its single-representation and avg-pooling networks, and no drastic drop elsewhere.
 */
export const blockDrop: ProgramAnalysis<BlockDrop> = {
  programs: (layout) => programsOfStages(layout, (blocks) => wholeStage(blocks).map((block) => without(block, blocks))),
  outcome: (accuracies) => ({
    whole: accuracies.whole,
    stages: accuracies.layout.flatMap((blocks, s) => {
      const stage = s + 1;
      const accuracy = wholeStage(blocks).map((block) => accuracies.of({ stage, blocks: without(block, blocks) }));
      return blocks === 0 ? [] : [{ stage, accuracy }];
    }),
  }),
};
