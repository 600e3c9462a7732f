import type { HalfTypeName } from './tensor-file';

/** Numbers of two bytes as float32, which holds every one of them exactly. */
export function asFloat32(halves: Uint16Array, type: HalfTypeName): Float32Array {
  // The upper half of a float32 is a bfloat16.
  if (type === 'BF16') return new Float32Array(Uint32Array.from(halves, (bits) => bits << 16).buffer);
  return Float32Array.from(halves, float16);
}

/** Sign, five bits of exponent with bias 15, ten bits of fraction (IEEE 754 binary16). */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
