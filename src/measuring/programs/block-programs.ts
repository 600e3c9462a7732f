import type { MeasurableNetwork } from '../../networks/measurable-network';

/** A sequence of block numbers (from 1) that a stage runs instead of 1 … T. Empty: its transition only. */
export type BlockProgram = readonly number[];

/** A program of one stage (from 1), while all other stages stay whole. */
export interface StageProgram {
  readonly stage: number;
  readonly blocks: BlockProgram;
}

/** T of every stage. */
export type Layout = readonly number[];

export function layoutOf(network: MeasurableNetwork): Layout {
  return network.stages.map(({ blocks }) => blocks.length);
}

/** The stages of two or more blocks, by their numbers from 1. @throws Error where there is none */
export function iteratingStages(layout: Layout): readonly { readonly stage: number; readonly blocks: number }[] {
  const iterating = layout.map((blocks, s) => ({ stage: s + 1, blocks })).filter(({ blocks }) => blocks >= 2);
  if (iterating.length === 0) throw new Error('No stage of the network has two or more blocks, so there is nothing to iterate.');
  return iterating;
}

/** 1 … T */
export function wholeStage(blocks: number): BlockProgram {
  return Array.from({ length: blocks }, (_, t) => t + 1);
}

/** Programs of every stage, in the order of the stages. */
export function programsOfStages(layout: Layout, ofStage: (blocks: number, stage: number) => readonly BlockProgram[]): StageProgram[] {
  return layout.flatMap((length, s) => ofStage(length, s + 1).map((blocks) => ({ stage: s + 1, blocks })));
}

/** The stage (from 1) and number (from 1 within it) of every block of a network, in their order. */
export function placesOfBlocks(layout: Layout): { readonly stage: number; readonly block: number }[] {
  return programsOfStages(layout, (blocks) => wholeStage(blocks).map((block) => [block])).map(({ stage, blocks: [block] }) => ({ stage, block: block! }));
}

/** Every block of a network dropped alone, in their order. */
export function singleDrops(layout: Layout): StageProgram[] {
  return programsOfStages(layout, (blocks) => wholeStage(blocks).map((block) => wholeStage(blocks).filter((other) => other !== block)));
}

/** The program under which every stage runs as it is. */
export function wholeNetwork(layout: Layout): StageProgram {
  return { stage: 1, blocks: wholeStage(layout[0] ?? 0) };
}

/** The blocks that every stage runs under a program. */
export function networkProgram(layout: Layout, { stage, blocks }: StageProgram): readonly BlockProgram[] {
  return layout.map((length, s) => (s + 1 === stage ? blocks : wholeStage(length)));
}

/** @throws RangeError naming the program, when it runs a stage or a block that the network does not have */
export function checkPrograms(layout: Layout, programs: readonly StageProgram[]): void {
  for (const { stage, blocks } of programs) {
    const length = layout[stage - 1];
    if (length === undefined) throw new RangeError(`A program is for stage ${stage}, but the network has stages 1 to ${layout.length}.`);
    const stranger = blocks.find((block) => !(Number.isInteger(block) && block >= 1 && block <= length));
    if (stranger === undefined) continue;
    throw new RangeError(`The program ${blocks.join()} runs block ${stranger}, but stage ${stage} of the network has ${length} blocks, counted from 1.`);
  }
}
