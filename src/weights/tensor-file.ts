import type { Shape } from '../engine/values';

/** The element types that are read and written, by the format's names, with the arrays that hold them. */
export const ELEMENT_TYPES = {
  F64: Float64Array,
  F32: Float32Array,
  I64: BigInt64Array,
  U64: BigUint64Array,
  I32: Int32Array,
  U32: Uint32Array,
  I16: Int16Array,
  U16: Uint16Array,
  I8: Int8Array,
  U8: Uint8Array,
} as const;

export type ElementTypeName = keyof typeof ELEMENT_TYPES;
export type Numbers =
  | Float64Array
  | Float32Array
  | BigInt64Array
  | BigUint64Array
  | Int32Array
  | Uint32Array
  | Int16Array
  | Uint16Array
  | Int8Array
  | Uint8Array;

/** The element types of two bytes, by the format's names: they are read as float32; float16 is written too. */
export const HALF_TYPES = { F16: 'float16', BF16: 'bfloat16' } as const;
export type HalfTypeName = keyof typeof HALF_TYPES;

/** Numbers in row-major order; their array says their type. */
export interface StoredTensor {
  readonly shape: Shape;
  readonly values: Numbers;
  /** what the numbers are in the file, where their array is of float32; bfloat16 is written as float32 */
  readonly type?: (typeof HALF_TYPES)[HalfTypeName];
}

/** What a safetensors file holds, whatever it means: tensors by name, and texts that describe them. */
export interface TensorFile {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** Bytes of a number. */
export function widthOf(type: ElementTypeName | HalfTypeName): number {
  return type in HALF_TYPES ? 2 : ELEMENT_TYPES[type as ElementTypeName].BYTES_PER_ELEMENT;
}

/** The format's name of an array's elements; undefined for arrays of other kinds. */
export function elementTypeOf(values: Numbers): ElementTypeName | undefined {
  return (Object.keys(ELEMENT_TYPES) as ElementTypeName[]).find((name) => values instanceof ELEMENT_TYPES[name]);
}

export function bytesOf(values: Numbers): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** Whether a name can be a tensor's: the header's own entry, and names that every JavaScript object has, cannot. */
export function isUsableName(name: string): boolean {
  return name !== '__metadata__' && name !== 'prototype' && !(name in Object.prototype);
}
