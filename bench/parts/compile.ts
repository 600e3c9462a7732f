import { median } from 'simple-statistics';
import { GRAPH } from '../contenders';
import type { Answer, Ready } from '../job';
import { FIRST_CALLS } from '../measuring/measure';
import { verdict } from '../report/text';
import type { Part } from '../results';
import { prepareWorkload, startWorker } from '../workload';
import { NETWORKS } from './networks';

/** What a network's training step costs before the first one, in a process that has the engine. */
export interface CompileRecord {
  readonly network: string;
  /** median of the starts */
  readonly seconds: number;
  /** one process each */
  readonly starts: readonly number[];
}

const STARTS = 3;

/** Seconds wanted at most. */
const TARGET = 2;

export const COMPILE: Part = {
  name: 'compile',
  async measure({ folder, threads, pythons }, progress) {
    const compile: CompileRecord[] = [];
    for (const [network, { workload }] of Object.entries(NETWORKS)) {
      const prepared = prepareWorkload(workload, folder);
      const starts: number[] = [];
      while (starts.length < STARTS) {
        progress(`${network}: start ${starts.length + 1} of ${STARTS}`);
        const { worker, ready } = await startWorker(GRAPH, prepared, threads, pythons);
        try {
          starts.push(compileSeconds(ready, await worker.turn(FIRST_CALLS)));
        } finally {
          worker.end();
        }
      }
      compile.push({ network, seconds: median(starts), starts });
    }
    const slowest = Math.max(...compile.map(({ seconds }) => seconds));
    const each = compile.map(({ network, seconds }) => `${network} ${seconds.toFixed(2)} s`).join(', ');
    return {
      text: `Building, emitting and loading the step of a network, median of ${STARTS} starts: ${each}\ncompileSeconds ${slowest.toFixed(2)}; at most ${TARGET} wanted: ${verdict(slowest, TARGET)}.`,
      figures: { compileSeconds: slowest },
      records: { compile },
    };
  },
};

/** All that comes before a usual step: making the step ready, and what the first call takes longer than later ones. */
export function compileSeconds({ prepareSeconds }: Pick<Ready, 'prepareSeconds'>, { milliseconds: [first = 0, ...later] }: Pick<Answer, 'milliseconds'>): number {
  return prepareSeconds + Math.max(0, first - median(later)) / 1000;
}
