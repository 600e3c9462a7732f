import type { GraphFunction, Variable } from './graph-function';
import { shapeMessage, variableAttributes } from './graph-function';
import { DATA_TYPES, encodeRewrites, encodeSavedModel, type AttributeMessage, type NodeMessage, type Rewrites } from './saved-model';

/** What a session can be asked to run: nodes to feed, and nodes to fetch. */
export interface Endpoint {
  readonly feeds: readonly string[];
  readonly fetches: readonly string[];
}

export const callEndpoint = (f: GraphFunction): Endpoint => ({
  feeds: f.inputs.map((_, i) => `${f.name}/argument${i}`),
  fetches: f.outputs.map((_, i) => `${f.name}:${i}`),
});
export const setEndpoint = ({ name }: Variable): Endpoint => ({ feeds: [`set/${name}`], fetches: [`set/${name}/done`] });
export const getEndpoint = ({ name }: Variable): Endpoint => ({ feeds: [], fetches: [`get/${name}`] });

/** The graph around functions that share variables, as the bytes of a SavedModel. */
export function encodeGraph(functions: readonly GraphFunction[], rewrites: Rewrites): Uint8Array {
  const variables = new Map(functions.flatMap((f) => f.state.map((variable) => [variable.name, variable])));
  const nodes = [...functions.flatMap((f) => callNodes(f, rewrites)), ...[...variables.values()].flatMap(variableNodes)];
  return encodeSavedModel(nodes, functions.map((f) => f.message()));
}

const type = (dtype: keyof typeof DATA_TYPES): AttributeMessage => ({ type: DATA_TYPES[dtype] });

/** Placeholders for the arguments, and the call. */
function callNodes(f: GraphFunction, rewrites: Rewrites): NodeMessage[] {
  const { feeds } = callEndpoint(f);
  const placeholders = f.inputs.map(
    ({ shape, dtype }, i): NodeMessage => ({ name: feeds[i]!, op: 'Placeholder', input: [], attr: { dtype: type(dtype), shape: { shape: shapeMessage(shape) } } }),
  );
  const attr: NodeMessage['attr'] = {
    Tin: { list: { type: f.inputs.map(({ dtype }) => DATA_TYPES[dtype]) } },
    Tout: { list: { type: f.outputs.map(({ dtype }) => DATA_TYPES[dtype]) } },
    f: { func: { name: f.name } },
    config: { s: Buffer.from('') },
    config_proto: { s: encodeRewrites(rewrites) },
    executor_type: { s: Buffer.from('') },
  };
  return [...placeholders, { name: f.name, op: 'StatefulPartitionedCall', input: feeds, attr }];
}

/**
 * A variable's handle, and how it is set and read from outside. What is fed may share its memory with an array of
 * JavaScript, which may be written to again: the variable gets a copy.
 */
function variableNodes(variable: Variable): NodeMessage[] {
  const { name, shape, dtype } = variable;
  const handle = `variable/${name}`;
  const { feeds: [feed], fetches: [done] } = setEndpoint(variable) as { feeds: [string]; fetches: [string] };
  const zero = { dtype: DATA_TYPES.int32, tensorShape: shapeMessage([]), tensorContent: new Uint8Array(4) };
  return [
    { name: handle, op: 'VarHandleOp', input: [], attr: variableAttributes(variable) },
    { name: `get/${name}`, op: 'ReadVariableOp', input: [handle], attr: { dtype: type(dtype) } },
    { name: feed, op: 'Placeholder', input: [], attr: { dtype: type(dtype), shape: { shape: shapeMessage(shape) } } },
    { name: `${feed}/copy`, op: 'DeepCopy', input: [feed], attr: { T: type(dtype) } },
    { name: `${feed}/assign`, op: 'AssignVariableOp', input: [handle, `${feed}/copy`], attr: { dtype: type(dtype) } },
    { name: done, op: 'Const', input: [`^${feed}/assign`], attr: { dtype: type('int32'), value: { tensor: zero } } },
  ];
}
