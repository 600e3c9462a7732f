import { createHash } from 'node:crypto';
import type { GraphFunction } from './graph-function';
import { DATA_TYPES, encodeSavedModel, shapeMessage, UNCHANGED, type NodeMessage } from './saved-model';

/** Functions that share variables, as TensorFlow loads them. */
export interface Graph {
  readonly functions: readonly GraphFunction[];
  /** of a SavedModel */
  readonly bytes: Uint8Array;
  /** equal for graphs that are equal in every byte */
  readonly digest: string;
}

export function buildGraph(functions: readonly GraphFunction[]): Graph {
  const bytes = encodeSavedModel(functions.flatMap(callNodes), functions.map((f) => f.message()));
  return { functions, bytes, digest: createHash('sha256').update(bytes).digest('hex') };
}

/** Names of the nodes to feed and to fetch for a call. */
export function callEnds({ name, inputs, outputs }: GraphFunction): { readonly feeds: string[]; readonly fetches: string[] } {
  return { feeds: inputs.map((_, i) => `${name}/argument${i}`), fetches: outputs.map((_, i) => `${name}:${i}`) };
}

/** Placeholders for a function's arguments, and its call. */
function callNodes(f: GraphFunction): NodeMessage[] {
  const { feeds } = callEnds(f);
  const type = ({ dtype }: { readonly dtype: keyof typeof DATA_TYPES }): number => DATA_TYPES[dtype];
  const placeholders = f.inputs.map(
    (input, i): NodeMessage => ({ name: feeds[i]!, op: 'Placeholder', input: [], attr: { dtype: { type: type(input) }, shape: { shape: shapeMessage(input.shape) } } }),
  );
  const attr: NodeMessage['attr'] = {
    Tin: { list: { type: f.inputs.map(type) } },
    Tout: { list: { type: f.outputs.map(type) } },
    f: { func: { name: f.name } },
    config: { s: Buffer.from('') },
    config_proto: { s: UNCHANGED },
    executor_type: { s: Buffer.from('') },
  };
  return [...placeholders, { name: f.name, op: 'StatefulPartitionedCall', input: feeds, attr }];
}
