import type { NodeAttributes } from '../graph/graph-function';
import type { ElementType, Shape, Value } from '../engine/values';

/** A value whose numbers are known before the layer runs. */
export interface KnownValue extends Value {
  readonly dtype: ElementType;
  readonly numbers: Float32Array | Int32Array;
  /** whether the network stores it (or it follows from what is stored), or the layer's code says it: a shape, an axis, a factor */
  readonly origin: 'stored' | 'code';
}

/** A kernel call of a layer: one that the engine runs, or one that only graphs have. */
export interface TracedCall {
  readonly kernel: string;
  readonly inputs: readonly Value[];
  readonly attributes: NodeAttributes;
  readonly outputs: readonly Value[];
}

/** What a layer does, as calls in an order in which they can run. Values are identified by being the same object. */
export interface TracedLayer {
  readonly input: Value;
  readonly output: Value;
  readonly calls: readonly TracedCall[];
}

export function isKnown(value: Value): value is KnownValue {
  return 'numbers' in value;
}

/** A value that follows from stored ones. */
export function storedValue(numbers: Float32Array, shape: Shape): KnownValue {
  return { shape, dtype: 'float32', numbers, origin: 'stored' };
}

/** A stored vector with a number for every channel of a map. */
export function isChannelVector(value: Value, map: Value): value is KnownValue {
  return isKnown(value) && value.shape.length === 1 && value.shape[0] === map.shape[map.shape.length - 1];
}

export function sameShape(a: Value, b: Value): boolean {
  return a.shape.join() === b.shape.join();
}

/** Which call makes a value, and which call alone uses one. */
export class DataFlow {
  private readonly producers = new Map<Value, TracedCall>();
  private readonly users = new Map<Value, TracedCall[]>();

  constructor(private readonly layer: TracedLayer) {
    for (const call of layer.calls) {
      for (const output of call.outputs) this.producers.set(output, call);
      for (const input of call.inputs) this.users.set(input, [...(this.users.get(input) ?? []), call]);
    }
  }

  /** The call that makes a value which one call and nothing else uses; undefined if there is none such. */
  soleProducer(value: Value): TracedCall | undefined {
    return this.isUsedOnce(value) ? this.producers.get(value) : undefined;
  }

  /** The call that uses a call's first output, where nothing else does. */
  soleUser({ outputs }: TracedCall): TracedCall | undefined {
    return this.isUsedOnce(outputs[0]!) ? this.users.get(outputs[0]!)![0] : undefined;
  }

  private isUsedOnce(value: Value): boolean {
    return this.users.get(value)?.length === 1 && this.layer.output !== value;
  }
}

/** The layer with calls replaced by others, which stand where the last of the replaced ones stood. */
export function replaceCalls(layer: TracedLayer, replaced: readonly TracedCall[], replacements: readonly TracedCall[]): TracedLayer {
  const last = replaced[replaced.length - 1]!;
  const calls = layer.calls.flatMap((call) => (call === last ? replacements : replaced.includes(call) ? [] : [call]));
  return { ...layer, calls };
}

/** Applies a rewriting of one place until no place is left. */
export function rewriteAll(layer: TracedLayer, rewriteOne: (layer: TracedLayer) => TracedLayer | undefined): TracedLayer {
  for (let next: TracedLayer | undefined = layer; next; next = rewriteOne(layer)) layer = next;
  return layer;
}
