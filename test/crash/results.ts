import { readFileSync } from 'node:fs';
import type { RunStore } from '../../src/runs/run-store';
import { pathOf } from '../../src/runs/run-store';

/** The files of a run in which every bit depends on its computation alone. */
const RESULTS = ['checkpoint', 'records', 'measurements', 'images'] as const;

/** The first of a run's results whose bytes are not those of the other's; undefined: they are the same. */
export function difference(a: RunStore, b: RunStore, hash: string): string | undefined {
  return RESULTS.find((file) => !readFileSync(pathOf(a, hash, file)).equals(readFileSync(pathOf(b, hash, file))));
}
