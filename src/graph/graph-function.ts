import type { Attribute, KernelRunner } from '../engine/kernels';
import { sizeOf, type ElementType, type Shape, type Value, type ValueType } from '../engine/values';
import { outputReference } from './output-names';
import { DATA_TYPES, shapeMessage, type AttributeMessage, type DataType, type FunctionMessage, type NodeMessage } from './saved-model';

/** A tensor that lives in a session from one run to the next. */
export interface Variable {
  readonly name: string;
  readonly shape: Shape;
  readonly dtype: DataType;
}

/** A value that a function will have when it runs. */
export interface GraphValue extends Value {
  readonly dtype: DataType;
  /** how the nodes of the function name it */
  readonly reference: string;
}

/** An attribute of a graph's node: also of those kinds that kernels run one by one cannot be given. */
export type NodeAttribute = Attribute | { readonly kind: 'types'; readonly value: readonly ElementType[] } | { readonly kind: 'strings'; readonly value: readonly string[] };
export type NodeAttributes = Readonly<Record<string, NodeAttribute>>;

interface GraphValueType {
  readonly shape: Shape;
  readonly dtype: DataType;
}

/**
 * A TensorFlow function in the making: what runs kernels elsewhere adds nodes here. It may read variables of the session
 * and assign them; what it reads is what they hold before the call.
 */
export class GraphFunction implements KernelRunner {
  private readonly nodes: NodeMessage[] = [];
  private readonly arguments: GraphValue[] = [];
  private readonly results: GraphValue[] = [];
  private readonly constants = new Map<string, GraphValue>();
  private readonly variables = new Map<string, { readonly handle: GraphValue; value?: GraphValue }>();
  private readonly last: string[] = [];
  private readonly conditions: string[] = [];

  constructor(readonly name: string) {}

  get inputs(): readonly GraphValue[] {
    return this.arguments;
  }

  get outputs(): readonly GraphValue[] {
    return this.results;
  }

  /** A value that is given at every call, in the order in which they are asked for. */
  argument(shape: Shape, dtype: DataType): GraphValue {
    const value = { shape, dtype, reference: `argument${this.arguments.length}` };
    this.arguments.push(value);
    return value;
  }

  /** Makes a value one that every call returns, in the order of these calls. */
  result(value: Value): void {
    this.results.push(graphValue(value));
  }

  run(kernel: string, inputs: readonly Value[], attributes: NodeAttributes, outputs: readonly ValueType[]): GraphValue[] {
    const messages = Object.fromEntries(Object.entries(attributes).map(([name, attribute]) => [name, attributeMessage(attribute)]));
    return this.node(kernel, inputs, messages, outputs);
  }

  constant(values: readonly number[], shape: Shape, dtype: ElementType): GraphValue {
    const key = `${dtype}[${shape.join()}]${values.join()}`;
    let constant = this.constants.get(key);
    if (!constant) this.constants.set(key, (constant = this.array(dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values), shape)));
    return constant;
  }

  /** A constant of any size. */
  array(values: Float32Array | Int32Array, shape: Shape): GraphValue {
    if (values.length !== sizeOf(shape)) throw new Error(`${values.length} numbers do not fill the shape [${shape.join()}].`);
    const dtype = values instanceof Int32Array ? 'int32' : 'float32';
    const tensorContent = new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
    const tensor = { dtype: DATA_TYPES[dtype], tensorShape: shapeMessage(shape), tensorContent };
    return this.node('Const', [], { dtype: { type: DATA_TYPES[dtype] }, value: { tensor } }, [{ shape, dtype }])[0]!;
  }

  /** An operation with attributes as TensorFlow's graph format has them. */
  node(operation: string, inputs: readonly Value[], attr: NodeMessage['attr'], outputs: readonly GraphValueType[]): GraphValue[] {
    const name = this.add(operation, inputs, attr, []);
    return outputs.map(({ shape, dtype }, i) => ({ shape, dtype, reference: `${name}:${outputReference(operation, i)}` }));
  }

  /** What a variable holds before the function runs. */
  read(variable: Variable): GraphValue {
    const entry = this.entry(variable);
    entry.value ??= this.node('ReadVariableOp', [entry.handle], { dtype: { type: DATA_TYPES[variable.dtype] } }, [variable])[0]!;
    return entry.value;
  }

  /** What a variable is to hold after the function has run. */
  assign(variable: Variable, value: Value): void {
    const { handle } = this.entry(variable);
    const after = [nodeOf(this.read(variable)), ...this.conditions];
    this.last.push(this.add('AssignVariableOp', [handle, value], { dtype: { type: DATA_TYPES[variable.dtype] } }, after));
  }

  /**
   * Fills a variable with an argument. What is fed may share its memory with an array of JavaScript, which may be written
   * to again: the variable gets a copy.
   */
  fill(variable: Variable): void {
    const { handle } = this.entry(variable);
    const type = { type: DATA_TYPES[variable.dtype] };
    const copy = this.node('DeepCopy', [this.argument(variable.shape, variable.dtype)], { T: type }, [variable]);
    this.last.push(this.add('AssignVariableOp', [handle, ...copy], { dtype: type }, []));
  }

  /**
   * From here on nothing is assigned unless all numbers of `value` are finite; else the call fails with an error that
   * contains `message`.
   */
  requireFinite(value: Value, message: string): void {
    const type = { type: DATA_TYPES.float32 };
    const [checked] = this.node('CheckNumerics', [value], { T: type, message: { s: Buffer.from(message) } }, [{ shape: value.shape, dtype: 'float32' }]);
    this.conditions.push(nodeOf(checked!));
  }

  /** The function in TensorFlow's format. */
  message(): FunctionMessage {
    const ret = this.results.map(({ reference }, i) => [`result${i}`, reference] as const);
    const type = ({ dtype }: GraphValue): number => DATA_TYPES[dtype];
    return {
      signature: {
        name: this.name,
        inputArg: this.arguments.map((argument) => ({ name: argument.reference, type: type(argument) })),
        outputArg: this.results.map((result, i) => ({ name: `result${i}`, type: type(result) })),
        isStateful: this.variables.size > 0,
        controlOutput: this.last,
      },
      nodeDef: this.nodes,
      ret: Object.fromEntries(ret),
      attr: ON_ITS_OWN,
      controlRet: Object.fromEntries(this.last.map((name) => [name, name])),
    };
  }

  /** @returns the new node's name */
  private add(operation: string, inputs: readonly Value[], attr: NodeMessage['attr'], after: readonly string[]): string {
    const name = `${operation}_${this.nodes.length}`;
    const input = [...inputs.map((value) => graphValue(value).reference), ...after.map((node) => `^${node}`)];
    this.nodes.push({ name, op: operation, input, attr });
    return name;
  }

  private entry(variable: Variable): { readonly handle: GraphValue; value?: GraphValue } {
    let entry = this.variables.get(variable.name);
    if (!entry) {
      const [handle] = this.node('VarHandleOp', [], variableAttributes(variable), [{ shape: [], dtype: 'resource' }]);
      this.variables.set(variable.name, (entry = { handle: handle! }));
    }
    return entry;
  }
}

/**
 * Keeps TensorFlow from rewriting a function together with the graph that calls it (it leaves functions of tf.data to their
 * own calls), so that it computes the same bits as its kernels do one by one.
 */
const ON_ITS_OWN = { _noinline: { b: true }, _tf_data_function: { b: true } };

/** A value of a function, which other runners' values are not. */
function graphValue(value: Value): GraphValue {
  if (!('reference' in value)) {
    throw new Error(`A value of shape [${value.shape.join()}] does not belong to the graph: give the graph's operations only what they made.`);
  }
  return value as GraphValue;
}

function nodeOf({ reference }: GraphValue): string {
  return reference.split(':')[0]!;
}

/** Attributes of the handle of a variable, by which functions find the same one. */
function variableAttributes({ name, shape, dtype }: Variable): Readonly<Record<string, AttributeMessage>> {
  return { dtype: { type: DATA_TYPES[dtype] }, shape: { shape: shapeMessage(shape) }, shared_name: { s: Buffer.from(name) }, container: { s: Buffer.from('') } };
}

function attributeMessage(attribute: NodeAttribute): AttributeMessage {
  switch (attribute.kind) {
    case 'type':
      return { type: DATA_TYPES[attribute.value] };
    case 'int':
      return { i: attribute.value };
    case 'ints':
      return { list: { i: attribute.value } };
    case 'float':
      return { f: attribute.value };
    case 'bool':
      return { b: attribute.value };
    case 'string':
      return { s: Buffer.from(attribute.value) };
    case 'types':
      return { list: { type: attribute.value.map((type) => DATA_TYPES[type]) } };
    case 'strings':
      return { list: { s: attribute.value.map((text) => Buffer.from(text)) } };
  }
}
