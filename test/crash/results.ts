import { existsSync, readFileSync } from 'node:fs';
import type { RunStore } from '../../src/runs/run-store';
import { pathOf } from '../../src/runs/run-store';

/** The files of a run in which every bit depends on its computation alone. */
const RESULTS = ['checkpoint', 'records', 'measurements', 'images'] as const;

/** The first of a run's results whose bytes are not those of the other's; undefined: they are the same. */
export function difference(a: RunStore, b: RunStore, hash: string): string | undefined {
  return RESULTS.find((file) => {
    const [one, other] = [pathOf(a, hash, file), pathOf(b, hash, file)];
    return existsSync(one) || existsSync(other) ? !readFileSync(one).equals(readFileSync(other)) : false;
  });
}
