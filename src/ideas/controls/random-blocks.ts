import { mean } from 'simple-statistics';
import { z } from 'zod';
import { anyNumber } from '../../files/json-numbers';
import { checkChance } from '../../measuring/check';
import type { Measure } from '../../measuring/measure';
import { layoutOf, programsOfStages, wholeStage, type BlockProgram } from '../../measuring/programs/block-programs';
import { convergenceIndex } from '../indices/convergence-index';
import { normalizedAccuracy } from '../indices/curves';
import { indexRow, threeIndices, type Curve, type Indices } from '../indices/measure';
import { recurrenceIndex } from '../indices/recurrence-index';
import type { ProgramAnalysis } from '../../measuring/programs/program-analysis';
import { checkCount, distinctDraws, keptByStage } from '../../measuring/programs/distinct-draws';

/** What random dropping does to every stage of two or more blocks. */
export type RandomBlockDrop = readonly {
  /** from 1 */
  readonly stage: number;
  /** T */
  readonly blocks: number;
  /** k = 0 … T: means over the draws of k blocks */
  readonly curve: Curve;
}[];

/**
 * Control: k random blocks of a stage dropped in place of the last or the first k (**ours**). Beside the early readout and the
 * late start curve it says whether the place of what is dropped matters.
 * @param draws how many different choices for each k; all of them where there are less
 * @param chance accuracy A_0 of a chance predictor: 1/K for K classes
 * @throws RangeError for less than one draw, and a chance that is none
 */
export function randomBlockDrop({
  draws,
  seed,
  chance,
}: {
  readonly draws: number;
  readonly seed: number;
  readonly chance: number;
}): ProgramAnalysis<RandomBlockDrop> {
  checkCount('draws', draws);
  checkChance(chance);
  /** [k][draw] the blocks that are left */
  const keptBlocks = keptByStage((stage, blocks): readonly (readonly BlockProgram[])[] =>
    [0, ...wholeStage(blocks)].map((k) =>
      distinctDraws(seed, `random block drop/${stage}/${k}`, draws, binomial(blocks, k), (random) => {
        const order: number[] = [...wholeStage(blocks)];
        random.shuffle(order);
        return order.slice(k).sort((a, b) => a - b);
      }),
    ),
  );
  return {
    programs: (layout) => programsOfStages(layout, (blocks, stage) => (blocks < 2 ? [] : keptBlocks(stage, blocks).flat())),
    outcome: (accuracies) =>
      accuracies.layout.flatMap((blocks, s) => {
        const stage = s + 1;
        if (blocks < 2) return [];
        const accuracy = keptBlocks(stage, blocks).map((choices) => mean(choices.map((left) => accuracies.of({ stage, blocks: left }))));
        return [{ stage, blocks, curve: { accuracy, normalizedAccuracy: accuracy.map((a) => normalizedAccuracy(a, accuracies.whole, chance)) } }];
      }),
  };
}

const randomBlocksRow = indexRow.pick({ convergenceIndex: true, recurrenceIndex: true });

/**
 * The indices with random blocks dropped in place of the last (CI) or the first (RI), whose curve is compared with the early readout
 * (**ours**). The mean over stages; the Divergence Index drops none.
 * @param draws how many different choices for each k
 */
export function randomBlocks({ draws }: { readonly draws: number } = { draws: 5 }): Measure<Omit<Indices, 'divergenceIndex'>> {
  return {
    name: 'indices by random blocks',
    row: randomBlocksRow,
    keys: [],
    over: 'images',
    settings: { draws },
    start({ network, chance, seed }) {
      const [ours, random] = [threeIndices(chance), randomBlockDrop({ draws, seed, chance })];
      const layout = layoutOf(network);
      return {
        programs: [...ours.programs(layout), ...random.programs(layout)],
        rows(_, accuracies) {
          const early = new Map(ours.outcome(accuracies).stages.map(({ stage, curves }) => [stage, curves['early readout'].normalizedAccuracy]));
          const stages = random.outcome(accuracies).map(({ stage, curve: { normalizedAccuracy: dropped } }) => ({
            convergenceIndex: convergenceIndex(dropped),
            recurrenceIndex: recurrenceIndex(early.get(stage)!, dropped),
          }));
          return [{ convergenceIndex: mean(stages.map((each) => each.convergenceIndex)), recurrenceIndex: mean(stages.map((each) => each.recurrenceIndex)) }];
        },
      };
    },
  };
}

const dropRow = z.strictObject({
  stage: z.int().positive(),
  k: z.int().nonnegative().describe('random blocks dropped'),
  accuracy: z.number().min(0).max(1).describe('mean accuracy over the choices'),
  normalizedAccuracy: anyNumber.describe('(A − A_0) / (A of the whole network − A_0) (ours)'),
});

/** {@link randomBlockDrop}: the curve itself. @param draws how many different choices for each k */
export function randomDrops({ draws }: { readonly draws: number } = { draws: 5 }): Measure<z.output<typeof dropRow>> {
  return {
    name: 'random drop',
    row: dropRow,
    keys: ['stage', 'k'],
    over: 'images',
    settings: { draws },
    start({ network, chance, seed }) {
      const random = randomBlockDrop({ draws, seed, chance });
      return {
        programs: random.programs(layoutOf(network)),
        rows: (_, accuracies) =>
          random.outcome(accuracies).flatMap(({ stage, curve }) => curve.accuracy.map((accuracy, k) => ({ stage, k, accuracy, normalizedAccuracy: curve.normalizedAccuracy[k]! }))),
      };
    },
  };
}

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}
