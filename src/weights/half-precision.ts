import { Float16Array } from '@petamoriken/float16';
import type { HalfTypeName } from './tensor-file';

/** Numbers of two bytes as float32, which holds every one of them exactly. */
export function asFloat32(halves: Uint16Array, type: HalfTypeName): Float32Array {
  // The upper half of a float32 is a bfloat16.
  if (type === 'BF16') return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
  return Float32Array.from(new Float16Array(halves.buffer, halves.byteOffset, halves.length));
}

/** The bytes of numbers as float16, each rounded to the nearest one; those that float16 holds stay as they are. */
export function float16Bytes(values: Float32Array): Uint8Array {
  return new Uint8Array(new Float16Array(values).buffer);
}
