import type { Operations } from '../engine/operations';
import { sizeOf, type Shape, type Value, type Values } from '../engine/values';

/** Shapes by name, in a fixed order. */
export type Shapes = Readonly<Record<string, Shape>>;

/**
 * Values one behind the other as one vector, in the order of their shapes. What is done to every number alike costs one kernel for
 * the vector, and not one for each value: a small network's step is mostly such overhead.
 */
export function pack(ops: Operations, values: Values, shapes: Shapes): Value {
  return ops.concat(Object.entries(shapes).map(([name, shape]) => (shape.length === 1 ? values[name]! : ops.reshape(values[name]!, [sizeOf(shape)]))));
}

/** What {@link pack} put together. */
export function unpack(ops: Operations, vector: Value, shapes: Shapes): Values {
  const entries = Object.entries(shapes);
  const parts = ops.split(vector, entries.map(([, shape]) => sizeOf(shape)));
  return Object.fromEntries(entries.map(([name, shape], i) => [name, shape.length === 1 ? parts[i]! : ops.reshape(parts[i]!, shape)]));
}
