import { linearRegression } from 'simple-statistics';
import { GRAPH } from '../contenders';
import type { Part } from '../results';
import { prepareWorkload, startWorker } from '../workload';
import { verdict } from '../report/text';
import { NETWORKS } from './networks';

/** Resident memory of a process that trains on and on. */
export interface MemoryRecord {
  readonly network: string;
  /** of the straight line through the points, in MB per 1,000 steps */
  readonly slope: number;
  /** [steps after the warm-up, resident MB] */
  readonly points: readonly (readonly [number, number])[];
}

const NETWORK = 'small MNIST network';
const WARM_UP = 500;
const STEPS = 2000;
const STEPS_PER_POINT = 50;

/** MB per 1,000 steps up to which memory counts as flat: below what the collection of garbage makes it waver by (ours). */
const TARGET = 2;

export const MEMORY: Part = {
  name: 'memory',
  async measure({ folder, threads, pythons }, progress) {
    progress(`${NETWORK}: warm-up`);
    const { worker } = await startWorker(GRAPH, prepareWorkload(NETWORKS[NETWORK].workload, folder), threads, pythons);
    const points: [number, number][] = [];
    try {
      await worker.turn(WARM_UP);
      for (let steps = STEPS_PER_POINT; steps <= STEPS; steps += STEPS_PER_POINT) {
        progress(`${NETWORK}: ${steps} of ${STEPS} steps`);
        points.push([steps, (await worker.turn(STEPS_PER_POINT)).residentMB!]);
      }
    } finally {
      worker.end();
    }
    const slope = memorySlope(points);
    const [first, last] = [points[0]![1], points[points.length - 1]![1]].map((megabytes) => `${megabytes.toFixed(0)} MB`);
    return {
      text: `Resident memory over ${STEPS} steps of ${NETWORK}, after ${WARM_UP}: from ${first} to ${last}\nmemorySlope ${slope.toFixed(2)} MB per 1,000 steps; at most ${TARGET} wanted: ${verdict(slope, TARGET)}.`,
      figures: { memorySlope: slope },
      records: { memory: [{ network: NETWORK, slope, points }] },
    };
  },
};

/** Slope of the straight line through points [steps, MB], in MB per 1,000 steps. */
export function memorySlope(points: readonly (readonly [number, number])[]): number {
  return 1000 * linearRegression(points.map(([x, y]) => [x, y])).m;
}
