import type { Batch } from '../../data/batch';
import type { Value } from '../../engine/values';
import type { ProgramNode } from './program-tree';

/** Receives the states of a stage on a batch: h_0 behind its transition, then that behind every block that the program runs. They are let go of after the call. */
export type ReadStates = (states: readonly Value[], batch: Batch) => void;

/** A program, by its place among those that run, whose states in a stage (from 1) are looked at when it ends. */
export interface WatchedProgram {
  readonly program: number;
  readonly stage: number;
  readonly read: ReadStates;
}

/** The states of a tree that watched programs are to be shown, and how many of them there are at most on the way to an end. */
export function keptStates(tree: ProgramNode, watched: readonly WatchedProgram[]): { readonly nodes: ReadonlySet<ProgramNode>; readonly most: number } {
  const nodes = new Set<ProgramNode>();
  /** @returns the stages that are watched behind a node, and the most kept states from it on */
  const visit = (node: ProgramNode): { readonly stages: ReadonlySet<number>; readonly most: number } => {
    const behind = node.next.map(visit);
    const own = watched.filter(({ program }) => node.ends.includes(program)).map(({ stage }) => stage);
    const stages = new Set([...own, ...behind.flatMap((each) => [...each.stages])]);
    const kept = stages.has(node.layer.stage);
    if (kept) nodes.add(node);
    return { stages, most: Number(kept) + Math.max(0, ...behind.map(({ most }) => most)) };
  };
  const { most } = visit(tree);
  return { nodes, most };
}
