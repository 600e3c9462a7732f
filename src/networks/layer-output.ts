import type { Shape, Value } from '../engine/values';

/** Images that a network is tried on: as many as no usual map has rows, columns or channels, so that a batch is told from them. */
export const TRIED_IMAGES = 11;

/** What errors call a layer. @param block from 1; 0: the transition */
export function layerName(stage: number, block: number): string {
  return block === 0 ? `The transition of stage ${stage}` : `Block ${block} of stage ${stage}`;
}

/**
 * What a layer makes of its input: as many images.
 * @throws Error in one sentence that names the layer, where it fails, gives nothing, or makes another batch
 */
export function outputOf(layer: (input: Value) => Value, name: string, input: Value): Value {
  let output: Partial<Value> | undefined; // a layer may be written without types
  try {
    output = layer(input);
  } catch (error) {
    if ((error as Error).message.startsWith(`${name} `)) throw error;
    throw new Error(`${name} fails on ${shown(input)}: ${(error as Error).message}`, { cause: error });
  }
  if (!isValue(output)) throw new Error(`${name} returns no value for ${shown(input)}: let it return its result.`);
  const [batch] = input.shape;
  if (output.shape[0] !== batch) throw new Error(`${name} makes ${shown(output)} of ${shown(input)}: of ${batch} images it must make as many, along the first axis.`);
  return output;
}

/** @throws Error where a block does not keep its state's shape */
export function checkBlock(name: string, input: Value, output: Value): void {
  if (output.shape.join() === input.shape.join()) return;
  throw new Error(`${name} makes ${shown(output)} of ${shown(input)}: a residual block keeps its state’s shape; let the transition change it.`);
}

/** How many classes a head tells apart. @throws Error where its logits are not [batch, classes] */
export function classesOf(logits: { readonly shape: Shape }): number {
  if (logits.shape.length !== 2) throw new Error(`The head makes ${shown(logits)}: it must make logits [batch, classes], a number for each class.`);
  return logits.shape[1]!;
}

function isValue(output: Partial<Value> | undefined): output is Value {
  return Array.isArray(output?.shape);
}

function shown({ shape }: { readonly shape: Shape }): string {
  return `[${shape.join()}]`;
}
