import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as tfc from '@tensorflow/tfjs-core';
import { numbersOf } from '../../src/engine/tensors';
import type { Value, Values } from '../../src/engine/values';

/** A tensor as test/fixtures/pytorch/tensors.py writes it. */
export interface EncodedTensor {
  readonly shape: number[];
  /** little-endian float32, or int32 for labels */
  readonly base64: string;
}

export type EncodedTensors = Readonly<Record<string, EncodedTensor>>;

/** What one of the scripts in test/fixtures/pytorch made. */
export function pytorchCases(name: string): unknown {
  const path = join(__dirname, '..', 'fixtures', 'pytorch', `${name}.json`);
  return (JSON.parse(readFileSync(path, 'utf8')) as { readonly cases: unknown }).cases;
}

function bytes({ base64 }: EncodedTensor): ArrayBuffer {
  return Uint8Array.from(Buffer.from(base64, 'base64')).buffer;
}

export function numbers(encoded: EncodedTensor): Float32Array {
  return new Float32Array(bytes(encoded));
}

export function integers(encoded: EncodedTensor): Int32Array {
  return new Int32Array(bytes(encoded));
}

export function tensor(tf: typeof tfc, encoded: EncodedTensor): tfc.Tensor {
  return tf.tensor(numbers(encoded), encoded.shape);
}

export function labelTensor(tf: typeof tfc, encoded: EncodedTensor): tfc.Tensor {
  return tf.tensor(integers(encoded), encoded.shape, 'int32');
}

export function tensors(tf: typeof tfc, encoded: EncodedTensors): Record<string, tfc.Tensor> {
  return Object.fromEntries(Object.entries(encoded).map(([name, one]) => [name, tensor(tf, one)]));
}

const largest = (values: Float32Array): number => values.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** "To 1e-4 relative": no number is off by more than this share of its tensor's largest one. */
export const TOLERANCE = 1e-4;

/**
 * Every number is PyTorch's, to {@link TOLERANCE} of the largest expected one.
 * @param scale what the tolerance is a share of, where the expected numbers are zero up to rounding
 */
export function assertNear(actual: Value, expected: EncodedTensor, what: string, scale = 0): void {
  assert.deepEqual(actual.shape, expected.shape, `shape of ${what}`);
  const wanted = numbers(expected);
  const limit = TOLERANCE * Math.max(largest(wanted), scale);
  numbersOf(actual).forEach((value, i) => {
    assert.ok(Math.abs(value - wanted[i]!) <= limit, `${what}: number ${i} is ${value}, PyTorch has ${wanted[i]} (limit ${limit})`);
  });
}

/**
 * The same names, and under each PyTorch's numbers. A tensor that is zero up to rounding (a bias before batch
 * normalization has no influence) is measured against a tenth of the largest number of all.
 */
export function assertAllNear(actual: Values, expected: EncodedTensors, what: string): void {
  assert.deepEqual(Object.keys(actual).sort(), Object.keys(expected).sort(), `names of ${what}`);
  const scale = Math.max(0, ...Object.values(expected).map((one) => largest(numbers(one)))) / 10;
  for (const [name, one] of Object.entries(expected)) assertNear(actual[name]!, one, `${what} ${name}`, scale);
}
