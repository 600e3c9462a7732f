import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ImageSet } from '../src/data/dataset';
import { generator } from '../src/data/random';
import { sizeOf, type Shape } from '../src/engine/values';
import type { NetworkDefinition } from '../src/networks/definition';
import { initialValues } from '../src/networks/initial-values';
import type { ParameterSpec } from '../src/networks/pass';

/** Values by the name of their parameter or statistic. */
export type NamedValues = Readonly<Record<string, Float32Array>>;

/** One line of `values.json`; `offset` counts float32 values from the beginning of `values.bin`. */
interface Entry {
  readonly name: string;
  readonly shape: Shape;
  readonly offset: number;
}

/**
 * Initial values of our networks. Statistics, which only inference uses, stand as they might after training, so that a
 * contender that ignored them or mixed them up would not agree.
 */
function valuesOf(spec: ParameterSpec, seed: number): Float32Array {
  const random = generator(seed, `statistics/${spec.name}`);
  switch (spec.role) {
    case 'mean':
      return Float32Array.from({ length: sizeOf(spec.shape) }, () => 0.2 * random.normal());
    case 'variance':
      return Float32Array.from({ length: sizeOf(spec.shape) }, () => 0.5 + random.uniform());
    default:
      return initialValues(spec, seed, 'independent');
  }
}

/**
 * Writes what all contenders of a comparison share. `values.json` says of each parameter and statistic its name, its
 * shape in our layout (kernels [height, width, in, out]) and where it begins in `values.bin` (float32);
 * `images.bin` holds random bytes [batch, height, width, channels], `labels.bin` one byte for each image.
 */
export function writeMaterial(folder: string, { input, classes }: Pick<NetworkDefinition, 'input' | 'classes'>, tensors: readonly ParameterSpec[], batch: number, seed: number): void {
  const entries: Entry[] = [];
  const chunks: Uint8Array[] = [];
  let offset = 0;
  for (const spec of tensors) {
    const values = valuesOf(spec, seed);
    entries.push({ name: spec.name, shape: spec.shape, offset });
    chunks.push(new Uint8Array(values.buffer));
    offset += values.length;
  }
  const random = generator(seed, 'batch');
  const randomBytes = (length: number, below: number): Uint8Array => Uint8Array.from({ length }, () => random.integer(below));
  writeFileSync(join(folder, 'values.json'), JSON.stringify(entries));
  writeFileSync(join(folder, 'values.bin'), Buffer.concat(chunks));
  writeFileSync(join(folder, 'images.bin'), randomBytes(batch * sizeOf(input), 256));
  writeFileSync(join(folder, 'labels.bin'), randomBytes(batch, classes));
}

export function readValues(folder: string): NamedValues {
  const entries = JSON.parse(readFileSync(join(folder, 'values.json'), 'utf8')) as Entry[];
  const all = new Float32Array(Uint8Array.from(readFileSync(join(folder, 'values.bin'))).buffer);
  return Object.fromEntries(entries.map(({ name, shape, offset }) => [name, all.slice(offset, offset + sizeOf(shape))]));
}

/** @param shape [height, width, channels] of an image */
export function readImages(folder: string, shape: ImageSet['shape']): ImageSet {
  const labels = new Uint8Array(readFileSync(join(folder, 'labels.bin')));
  return { images: new Uint8Array(readFileSync(join(folder, 'images.bin'))), labels, size: labels.length, shape };
}
