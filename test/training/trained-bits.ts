import { createHash } from 'node:crypto';
import type { Engine } from '../../src/engine/engine';
import { numbersOf } from '../../src/engine/tensors';
import type { Values } from '../../src/engine/values';
import type { ResidualNetwork } from '../../src/networks/residual-network';
import type { TrainingInput } from '../../src/training/settings';
import { train } from '../../src/training/train';
import { smallData } from './small-data';

export function bitsOf(values: Values): Record<string, Float32Array> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, numbersOf(value)]));
}

/** Parameters and running statistics of a network trained on the small data. */
export async function trainedBits(engine: Engine, network: ResidualNetwork, input: TrainingInput): Promise<Record<string, Float32Array>> {
  const trained = await train(engine, network, smallData, input);
  const bits = bitsOf({ ...trained.parameters, ...trained.statistics });
  trained.dispose();
  return bits;
}

export function digest(bits: Readonly<Record<string, Float32Array>>): string {
  const hash = createHash('sha256');
  for (const values of Object.values(bits)) hash.update(values);
  return hash.digest('hex');
}
