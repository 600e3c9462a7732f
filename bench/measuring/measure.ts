import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ResidualNetwork } from '../../src/networks/residual-network';
import type { Comparison } from '../comparisons/comparison';
import { workerCommand, type Contender } from '../contenders';
import type { Job, Ready } from '../job';
import { writeMaterial } from '../material';
import { agreement } from './agreement';
import { ratioOf, type Ratio } from './ratios';
import { playRounds, timedTurn, undisturbedTurn, type Turn } from './rounds';
import { Worker } from './worker';

export interface MeasuringOptions {
  readonly rounds: number;
  readonly threads: number;
  /** whether the optional contenders take part */
  readonly all: boolean;
  /** a Python interpreter that can import torch */
  readonly python: string;
  /** folder for the contenders' material */
  readonly folder: string;
}

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
const FIRST_CALLS = 5;

/** A learning rate that leaves the loss of random labels far above 0 for as long as a comparison takes. */
const SETTINGS = { seed: 1, learningRate: 0.01, momentum: 0.9, weightDecay: 1e-4 };

/**
 * Times the contenders of a comparison, in turns.
 * @param progress is told what is being done
 * @throws DisagreementError when their losses differ
 */
export async function measure(comparison: Comparison, options: MeasuringOptions, progress: (doing: string) => void): Promise<Measured> {
  const { task, batch, calls } = comparison;
  const network = new ResidualNetwork(comparison.network);
  const material = join(options.folder, comparison.name);
  mkdirSync(material);
  writeMaterial(material, network, batch, SETTINGS.seed);
  const channels = network.definition.input[2];
  const normalization = { mean: Array<number>(channels).fill(0.5), standardDeviation: Array<number>(channels).fill(0.25) };

  const others = comparison.others.filter(({ optional }) => options.all || optional !== true);
  const contenders = [comparison.reference, comparison.ours, ...others];
  const workers: Worker[] = [];
  const start = async (contender: Contender, i: number): Promise<{ ready: Ready; losses: readonly number[] }> => {
    progress(`${contender.name}: first calls`);
    const job: Job = { task, threads: options.threads, network: network.definition, batch, normalization, ...SETTINGS, material, variant: contender.variant };
    const file = join(material, `job-${i}.json`);
    writeFileSync(file, JSON.stringify(job));
    const { command, args, env } = workerCommand(contender, file, options.threads, options.python);
    const { worker, ready } = await Worker.start(contender.name, command, args, env);
    workers.push(worker);
    const { losses } = await worker.turn(FIRST_CALLS);
    return { ready, losses };
  };
  try {
    const started: { ready: Ready; losses: readonly number[] }[] = [];
    for (const [i, contender] of contenders.entries()) started.push(await start(contender, i));
    const [reference] = started;
    const differences = started.map(({ losses }, i) => agreement(contenders[i]!.name, losses, comparison.reference.name, reference!.losses));
    const turns = await playRounds(contenders.length, options.rounds, (i, round) => {
      progress(`round ${round + 1} of ${options.rounds}: ${contenders[i]!.name}`);
      return undisturbedTurn(() => timedTurn(workers[i]!, calls));
    });
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
