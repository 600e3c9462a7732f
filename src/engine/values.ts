/** Element types that the networks need. */
export type ElementType = 'float32' | 'int32';

export type Shape = readonly number[];

/** Type of a value before it exists: what a kernel promises to return. */
export interface ValueType {
  readonly shape: Shape;
  readonly dtype: ElementType;
}

/**
 * A tensor in whichever execution: a tensor in memory (eager) or a mere shape (when a network declares its parameters).
 * Images and feature maps are [batch, height, width, channels], kernels [height, width, in, out].
 */
export interface Value {
  readonly shape: Shape;
  readonly dtype: string;
}

/** Values by name, e.g. a network's parameters. */
export type Values = Readonly<Record<string, Value>>;

/** Number of elements of a shape. */
export function sizeOf(shape: Shape): number {
  return shape.reduce((product, length) => product * length, 1);
}

/** An axis as it is counted from the front; one below 0 is named from the end. @throws Error where the shape has no such axis */
export function axisOf(axis: number, shape: Shape): number {
  const found = axis < 0 ? axis + shape.length : axis;
  if (!Number.isInteger(found) || found < 0 || found >= shape.length) throw new Error(`[${shape.join()}] has no axis ${axis}.`);
  return found;
}

/** Shape of an elementwise result by NumPy's broadcasting rule. @throws Error when the shapes do not broadcast */
export function broadcastShape(a: Shape, b: Shape): number[] {
  const rank = Math.max(a.length, b.length);
  return Array.from({ length: rank }, (_, i) => {
    const x = a[a.length - rank + i] ?? 1;
    const y = b[b.length - rank + i] ?? 1;
    if (x !== y && x !== 1 && y !== 1) throw new Error(`Shapes [${a.join()}] and [${b.join()}] do not broadcast.`);
    return Math.max(x, y);
  });
}
