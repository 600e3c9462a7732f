import { sum } from 'simple-statistics';
import { GRAPH } from '../contenders';
import type { Answer } from '../job';
import { FIRST_CALLS } from '../measuring/measure';
import { ratioOf, type Ratio } from '../measuring/ratios';
import { playRounds, timedTurn, undisturbedTurn, type Turn, type TurnTaker } from '../measuring/rounds';
import type { Worker } from '../measuring/worker';
import { disturbance } from '../report/text';
import type { Part } from '../results';
import { prepareWorkload, startWorker } from '../workload';
import { NETWORKS } from './networks';

/** How many more steps a second a sweep of many networks makes when it trains several at a time, in processes of one thread. */
export interface SweepRecord {
  readonly network: string;
  /** processes of one thread, against one process of as many threads */
  readonly processes: number;
  /** steps per second of all processes to those of the single one */
  readonly gain: Ratio;
  readonly single: readonly Turn[];
  readonly sideBySide: readonly Turn[];
}

export const SWEEP: Part = {
  name: 'sweep',
  async measure({ folder, threads, pythons, rounds }, progress) {
    if (threads === 1) return { text: 'Sweep: nothing to compare on one thread.', figures: {}, records: {} };
    const sweep: SweepRecord[] = [];
    for (const [network, { workload, calls }] of Object.entries(NETWORKS)) {
      const prepared = prepareWorkload(workload, folder);
      const workers: Worker[] = [];
      try {
        for (const own of [threads, ...Array<number>(threads).fill(1)]) {
          progress(`${network}: first calls`);
          const { worker } = await startWorker(GRAPH, prepared, own, pythons);
          workers.push(worker);
          await worker.turn(FIRST_CALLS);
        }
        const takers = [workers[0]!, new SideBySide(workers.slice(1))];
        const [single, sideBySide] = await playRounds(2, rounds, (i, round) => {
          progress(`${network}: round ${round + 1} of ${rounds}`);
          return undisturbedTurn(() => timedTurn(takers[i]!, calls));
        });
        sweep.push({ network, processes: threads, gain: ratioOf(single!, sideBySide!), single: single!, sideBySide: sideBySide! });
      } finally {
        for (const worker of workers) worker.end();
      }
    }
    const lines = sweep.map(({ network, gain }) => {
      const range = `${gain.minimum.toFixed(2)} … ${gain.maximum.toFixed(2)}, ${gain.cleanRounds} of ${gain.rounds} rounds clean`;
      return `${network} ${gain.median.toFixed(2)} (${range})${disturbance(gain) ? '; the machine was not quiet' : ''}`;
    });
    return {
      text: [`Steps per second of ${threads} processes of one thread to those of one of ${threads} threads:`, ...lines].join('\n'),
      figures: Object.fromEntries(Object.values(NETWORKS).map(({ ratioName }, i) => [ratioName.replace('Ratio', 'SweepGain'), sweep[i]!.gain.median])),
      records: { sweep },
    };
  },
};

/** Workers that take their turn at the same time; a call's time is that for one step of any of them. */
class SideBySide implements TurnTaker {
  constructor(private readonly workers: readonly Worker[]) {}

  async turn(calls: number): Promise<Answer> {
    const answers = await Promise.all(this.workers.map((worker) => worker.turn(calls)));
    const total = (of: (answer: Answer) => number): number => sum(answers.map(of));
    return {
      milliseconds: Array.from({ length: calls }, (_, call) => 1 / total(({ milliseconds }) => 1 / milliseconds[call]!)),
      losses: answers.flatMap(({ losses }) => losses),
      cpuSeconds: total(({ cpuSeconds }) => cpuSeconds),
      peakMemoryMB: total(({ peakMemoryMB }) => peakMemoryMB),
    };
  }
}
