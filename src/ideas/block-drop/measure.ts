import { z } from 'zod';
import { anyNumber } from '../../files/json-numbers';
import { byPrograms } from '../../measuring/kinds';
import type { Measure, Statistics } from '../../measuring/measure';
import { normalizedAccuracy } from '../indices/curves';
import { layoutOf, placesOfBlocks, singleDrops, wholeNetwork } from '../../measuring/programs/block-programs';
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

/**
 * Single-block drop (JAB18, J4, **stated**): the trained network with F of one block left out, not retrained. JAB18 finds that
 * dropping the first blocks is catastrophic in its single-representation and avg-pooling networks, and no drastic drop elsewhere.
 */
export const blockDrop: ProgramAnalysis<BlockDrop> = {
  programs: singleDrops,
  outcome: (accuracies) => ({
    whole: accuracies.whole,
    stages: accuracies.layout.flatMap((blocks, s) => {
      const own = singleDrops(accuracies.layout).filter(({ stage }) => stage === s + 1);
      return blocks === 0 ? [] : [{ stage: s + 1, accuracy: own.map((program) => accuracies.of(program)) }];
    }),
  }),
};

const dropRow = z.strictObject({
  stage: z.int().positive(),
  block: z.int().positive().describe('the block that is dropped, within the stage, from 1'),
  accuracy: z.number().min(0).max(1).describe('accuracy without the block (JAB18, J4)'),
  drop: z.number().describe('accuracy of the whole network minus that without the block'),
  left: anyNumber.describe('accuracy without the block, normalized: (A − A_0) / (A of the whole network − A_0) (ours)'),
});
export type DropRow = z.output<typeof dropRow>;

/** {@link blockDrop} of every block under one kind of statistics. */
function dropOfBlocks(name: string, statistics: Statistics): Measure<DropRow> {
  return byPrograms(
    { name, row: dropRow, keys: ['stage', 'block'] },
    singleDrops,
    (accuracies, chance) => {
      const { whole, stages } = blockDrop.outcome(accuracies);
      return stages.flatMap(({ stage, accuracy }) =>
        accuracy.map((without, t) => ({ stage, block: t + 1, accuracy: without, drop: whole - without, left: normalizedAccuracy(without, whole, chance) })),
      );
    },
    statistics,
  );
}

/** Every block dropped (J4). */
export const blockDrops = dropOfBlocks('blockDrop', 'estimated anew');
/** The same, under the statistics of batch normalization that training stored. */
export const storedBlockDrops = dropOfBlocks('blockDrop under stored statistics', 'stored');

const flipRow = z.strictObject({
  stage: z.int().positive(),
  block: z.int().positive().describe('the block that is dropped, within the stage, from 1'),
  toRight: z.number().describe('images that become right without the block'),
  toWrong: z.number().describe('images that become wrong without the block'),
});

/** How many images each block flips when it is dropped alone, under statistics estimated anew. */
export const flips: Measure<z.output<typeof flipRow>> = {
  name: 'flips',
  row: flipRow,
  keys: ['stage', 'block'],
  over: 'images',
  start({ network, set }) {
    const layout = layoutOf(network);
    const places = placesOfBlocks(layout);
    const right = [...places, undefined].map(() => new Uint8Array(set.size));
    const whole = right[places.length]!;
    const drawn = (i: number, to: number, weights: Uint32Array): number => weights.reduce((sum, weight, n) => sum + (right[i]![n] === to && whole[n] !== to ? weight : 0), 0);
    return {
      programs: [...singleDrops(layout), wholeNetwork(layout)],
      onReadout(program, said, from) {
        right[program]!.set(said.right, from);
      },
      rows: (weights) => places.map((place, i) => ({ ...place, toRight: drawn(i, 1, weights), toWrong: drawn(i, 0, weights) })),
    };
  },
};
