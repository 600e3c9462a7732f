import type { ElementType, Shape, Value, ValueType } from './values';

/** An attribute of a TensorFlow kernel, tagged with its type as TensorFlow's op registry declares it. */
export type Attribute =
  | { readonly kind: 'type'; readonly value: ElementType }
  | { readonly kind: 'int'; readonly value: number }
  | { readonly kind: 'ints'; readonly value: readonly number[] }
  | { readonly kind: 'float'; readonly value: number }
  | { readonly kind: 'bool'; readonly value: boolean }
  | { readonly kind: 'string'; readonly value: string };

export type Attributes = Readonly<Record<string, Attribute>>;

/**
 * What a network's operations are executed by. The names, inputs, attributes and outputs are those of TensorFlow's
 * kernels, so that one definition runs eagerly on the native library, on tfjs's portable back ends, or becomes nodes
 * of a TensorFlow graph.
 */
export interface KernelRunner {
  /** Runs one kernel. `outputs` states the types of its results, in TensorFlow's order. */
  run(kernel: string, inputs: readonly Value[], attributes: Attributes, outputs: readonly ValueType[]): Value[];
  /** A small constant; runners may return the same value for equal arguments, so it is never disposed by the caller. */
  constant(values: readonly number[], shape: Shape, dtype: ElementType): Value;
  /** A value of {@link run} that nobody needs any more: its memory may be used again. */
  release?(value: Value): void;
  /** The result of `f`; the memory of all else that `f` made may be used again. */
  scope?(f: () => Value): Value;
}

/** Constructors of attributes, as short as the calls that need them. */
export const attribute = {
  type: (value: ElementType): Attribute => ({ kind: 'type', value }),
  int: (value: number): Attribute => ({ kind: 'int', value }),
  ints: (value: readonly number[]): Attribute => ({ kind: 'ints', value }),
  float: (value: number): Attribute => ({ kind: 'float', value }),
  bool: (value: boolean): Attribute => ({ kind: 'bool', value }),
  string: (value: string): Attribute => ({ kind: 'string', value }),
} as const;

export const FLOAT = { T: attribute.type('float32') } as const;
