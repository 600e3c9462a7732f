import { layersOf, evaluations, programTree, type LayerPlace } from './program-tree';
import type { Layout, StageProgram } from './block-programs';

/** Work of a set of programs for one image, in evaluations of a block; the head is not counted. */
export interface ProgramCost {
  /** what programs begin with computed once, equal programs run once */
  readonly shared: number;
  /** every program run from the image, equal ones too */
  readonly separate: number;
}

/**
 * Counts the block evaluations of programs (the count is ours).
 * @param transitions work of every stage's transition in blocks: 0 counts iterated blocks only
 */
export function programCost(layout: Layout, programs: readonly StageProgram[], transitions: readonly number[]): ProgramCost {
  const work = (layers: readonly LayerPlace[]): number =>
    layers.reduce((sum, { stage, block }) => sum + (block === 0 ? transitions[stage - 1]! : 1), 0);
  return {
    shared: work(evaluations(programTree(layout, programs))),
    separate: programs.reduce((sum, program) => sum + work(layersOf(layout, program)), 0),
  };
}
