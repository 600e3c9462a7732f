import { mean } from 'simple-statistics';
import { programsOfStages, wholeStage, type BlockProgram } from '../../measuring/programs/block-programs';
import { normalizedAccuracy } from '../indices/curves';
import type { Curve } from '../indices/measure';
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

function binomial(n: number, k: number): number {
  return k === 0 ? 1 : (binomial(n, k - 1) * (n - k + 1)) / k;
}
