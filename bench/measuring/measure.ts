import type { Comparison } from '../comparisons/comparison';
import type { Pythons } from '../contenders';
import type { Ready } from '../job';
import { prepareWorkload, startWorker } from '../workload';
import { agreement } from './agreement';
import { ratioOf, type Ratio } from './ratios';
import { playRounds, timedTurn, undisturbedTurn, type Turn } from './rounds';
import type { Worker } from './worker';

export interface MeasuringOptions {
  readonly rounds: number;
  readonly threads: number;
  /** whether the optional contenders take part */
  readonly all: boolean;
  readonly pythons: Pythons;
  /** folder for the contenders' material */
  readonly folder: string;
}

/** Is told what is being done. */
export type Progress = (doing: string) => void;

export interface MeasuredContender extends Ready {
  readonly name: string;
  readonly turns: readonly Turn[];
  /** of this contender's times to the reference's */
  readonly ratio: Ratio;
  /** largest relative difference from the reference among the first losses */
  readonly lossDifference: number;
}

export interface Measured {
  readonly comparison: Comparison;
  readonly reference: MeasuredContender;
  readonly ours: MeasuredContender;
  readonly others: readonly MeasuredContender[];
}

/** Calls whose losses must agree; they also warm up what a library prepares at first use. */
export const FIRST_CALLS = 5;

/**
 * Times the contenders of a comparison, in turns.
 * @throws DisagreementError when their losses differ
 */
export async function measure(comparison: Comparison, options: MeasuringOptions, progress: Progress): Promise<Measured> {
  const { reference, ours, threads = options.threads, firstCalls = FIRST_CALLS, mostRounds = Infinity } = comparison;
  const rounds = Math.min(options.rounds, mostRounds);
  const there = comparison.others.filter(({ program }) => program !== 'tensorflow' || options.pythons.tensorflow !== undefined);
  const contenders = [reference, ours, ...there.filter(({ optional }) => options.all || optional !== true)];
  const workload = prepareWorkload(comparison.workload, options.folder);
  const workers: Worker[] = [];
  const started: { ready: Ready; losses: readonly number[] }[] = [];
  try {
    for (const contender of contenders) {
      progress(`${contender.name}: first calls`);
      const { worker, ready } = await startWorker(contender, workload, threads, options.pythons);
      workers.push(worker);
      const { losses } = await worker.turn(firstCalls);
      started.push({ ready, losses });
    }
    const differencesOf = (losses: readonly (readonly number[])[]): number[] => losses.map((own, i) => agreement(contenders[i]!.name, own, reference.name, losses[0]!));
    const before = differencesOf(started.map(({ losses }) => losses));
    const turns = await playRounds(contenders.length, rounds, (i, round) => {
      progress(`round ${round + 1} of ${rounds}: ${contenders[i]!.name}`);
      return undisturbedTurn(() => timedTurn(workers[i]!, comparison.calls));
    });
    const differences = firstCalls > 0 ? before : differencesOf(turns.map(([first]) => first!.losses));
    const measured = contenders.map(
      ({ name }, i): MeasuredContender => ({
        name,
        ...started[i]!.ready,
        turns: turns[i]!,
        ratio: ratioOf(turns[i]!, turns[0]!),
        lossDifference: differences[i]!,
      }),
    );
    return { comparison, reference: measured[0]!, ours: measured[1]!, others: measured.slice(2) };
  } finally {
    for (const worker of workers) worker.end();
  }
}
