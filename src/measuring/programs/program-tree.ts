import { checkPrograms, networkProgram, type Layout, type StageProgram } from './block-programs';
import type { Layer, MeasurableNetwork } from '../../networks/measurable-network';

/** A layer of a network: a block (from 1) of a stage (from 1), or, as block 0, the stage's transition. */
export interface LayerPlace {
  readonly stage: number;
  readonly block: number;
}

export function layerAt({ stages }: MeasurableNetwork, { stage, block }: LayerPlace): Layer {
  const { transition, blocks } = stages[stage - 1]!;
  return block === 0 ? transition : blocks[block - 1]!;
}

/** A state that programs reach: the layer that computes it from the state before, and what becomes of it. */
export interface ProgramNode {
  readonly layer: LayerPlace;
  /** programs that end here, by their place among those asked for: what the head makes of this state is theirs */
  readonly ends: readonly number[];
  /** states that are computed from this one, in the order in which to compute them */
  readonly next: readonly ProgramNode[];
  /** most states that exist at once from this state's computation until all that follows is done */
  readonly held: number;
}

/** Programs by what they begin with. */
interface Draft {
  readonly ends: number[];
  readonly next: Map<string, { readonly layer: LayerPlace; readonly draft: Draft }>;
}

/**
 * The states of a network under programs as a tree, whose root is the images: what programs begin with is one path, and
 * equal programs end in one node. A layer is known by nothing but its place, so states can be equal only where the
 * sequences of layers that lead to them are: the tree has the fewest evaluations possible.
 * @throws RangeError when a program does not fit the layout
 */
export function programTree(layout: Layout, programs: readonly StageProgram[]): ProgramNode {
  checkPrograms(layout, programs);
  const root: Draft = { ends: [], next: new Map() };
  programs.forEach((program, index) => {
    let draft = root;
    for (const layer of layersOf(layout, program)) {
      const key = `${layer.stage}/${layer.block}`;
      let branch = draft.next.get(key);
      if (!branch) draft.next.set(key, (branch = { layer, draft: { ends: [], next: new Map() } }));
      draft = branch.draft;
    }
    draft.ends.push(index);
  });
  return finished({ stage: 0, block: 0 }, root);
}

/** All layers that a program runs, the head apart. */
export function layersOf(layout: Layout, program: StageProgram): LayerPlace[] {
  return networkProgram(layout, program).flatMap((blocks, s) => [0, ...blocks].map((block) => ({ stage: s + 1, block })));
}

/**
 * Puts what needs most states last: a state is let go of once its last successor is computed, so that the longest path
 * is walked with no state kept behind (Sethi & Ullman 1970). While others are computed, the state itself is one more.
 */
function finished(layer: LayerPlace, { ends, next }: Draft): ProgramNode {
  const nodes = [...next.values()].map((branch) => finished(branch.layer, branch.draft)).sort((a, b) => a.held - b.held);
  const held = nodes.map((node, i) => (i < nodes.length - 1 ? node.held + 1 : Math.max(node.held, 2)));
  return { layer, ends, next: nodes, held: Math.max(1, ...held) };
}

/** Layers that a tree evaluates, by stage: its blocks and its transitions. The root is no layer. */
export function evaluations({ next }: ProgramNode): LayerPlace[] {
  return next.flatMap((node) => [node.layer, ...evaluations(node)]);
}
