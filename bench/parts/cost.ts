import { linearRegression, linearRegressionLine, median, rSquared } from 'simple-statistics';
import { ResidualNetwork } from '../../src/networks/residual-network';
import { multiplyAdds } from '../../src/training/multiply-adds';
import { SMALL_WORKLOAD } from '../comparisons/small-step';
import { GRAPH } from '../contenders';
import { FIRST_CALLS } from '../measuring/measure';
import { isClean, playRounds, timedTurn, undisturbedTurn } from '../measuring/rounds';
import type { Worker } from '../measuring/worker';
import { aligned } from '../report/text';
import type { Finding, Part } from '../results';
import { prepareWorkload, startWorker, type Workload } from '../workload';

/** What a training step of a small MNIST network costs when one of its sizes is changed. */
export interface CostRecord {
  readonly size: string;
  /** [size, ms a step] */
  readonly points: readonly (readonly [number, number])[];
  readonly line: Line;
}

/** A straight line through points by least squares. */
export interface Line {
  /** ms a step, at size 0 */
  readonly intercept: number;
  /** ms a step for each unit of the size */
  readonly slope: number;
  readonly rSquared: number;
}

const { network } = SMALL_WORKLOAD;

/** One of the sizes: in what it is counted, and the workloads that have it. */
interface Size {
  readonly size: string;
  readonly workloads: readonly Workload[];
  /** how large it is in a workload */
  readonly of: (workload: Workload) => number;
}

/** Width is counted in the multiplications that it makes, which grow with its square. */
const SIZES: readonly Size[] = [
  {
    size: 'blocks',
    workloads: [1, 2, 4, 8].map((blocks) => withStages((stage) => ({ ...stage, blocks }))),
    of: ({ network: { stages } }) => stages.reduce((sum, { blocks }) => sum + blocks, 0),
  },
  {
    size: 'million multiply-adds an image, by width',
    workloads: [4, 8, 16, 32].map((channels) => withStages((stage) => ({ ...stage, transition: widened(stage.transition, channels) }))),
    of: (workload) => multiplyAdds(new ResidualNetwork(workload.network)) / 1e6,
  },
  { size: 'images in the batch', workloads: [16, 32, 64, 128].map((batch) => ({ ...SMALL_WORKLOAD, batch })), of: ({ batch }) => batch },
];

type Stage = (typeof network.stages)[number];

function withStages(change: (stage: Stage) => Stage): Workload {
  return { ...SMALL_WORKLOAD, network: { ...network, stages: network.stages.map(change) } };
}

/** All stages keep the ratio of their channels to the first stage's. */
function widened(transition: Stage['transition'], channels: number): Stage['transition'] {
  const [first] = network.stages;
  if (transition.kind === 'averagePool' || first!.transition.kind === 'averagePool') return transition;
  return { ...transition, channels: (transition.channels / first!.transition.channels) * channels };
}

const CALLS = 10;

export const COST: Part = {
  name: 'cost',
  async measure({ folder, threads, pythons, rounds }, progress) {
    const cost: CostRecord[] = [];
    for (const { size, workloads, of } of SIZES) {
      const values = workloads.map(of);
      const workers: Worker[] = [];
      try {
        for (const workload of workloads) {
          progress(`${of(workload)} ${size}: first calls`);
          const { worker } = await startWorker(GRAPH, prepareWorkload(workload, folder), threads, pythons);
          workers.push(worker);
          await worker.turn(FIRST_CALLS);
        }
        const turns = await playRounds(values.length, rounds, (i, round) => {
          progress(`${values[i]} ${size}: round ${round + 1} of ${rounds}`);
          return undisturbedTurn(() => timedTurn(workers[i]!, CALLS));
        });
        const points = values.map((value, i): [number, number] => {
          const clean = turns[i]!.filter(isClean);
          return [value, median((clean.length > 0 ? clean : turns[i]!).map(({ milliseconds }) => milliseconds))];
        });
        cost.push({ size, points, line: lineThrough(points) });
      } finally {
        for (const worker of workers) worker.end();
      }
    }
    return findingOf(cost);
  },
};

/** @param points [size, ms] */
export function lineThrough(points: readonly (readonly [number, number])[]): Line {
  const pairs = points.map(([x, y]) => [x, y]);
  const { m, b } = linearRegression(pairs);
  return { intercept: b, slope: m, rSquared: rSquared(pairs, linearRegressionLine({ m, b })) };
}

function findingOf(cost: readonly CostRecord[]): Finding {
  const rows = cost.map(({ size, points, line }) => [
    size,
    points.map(([value, milliseconds]) => `${Number(value.toPrecision(3))}: ${milliseconds.toFixed(1)}`).join(', '),
    line.intercept.toFixed(1),
    line.slope.toPrecision(3),
    line.rSquared.toFixed(4),
  ]);
  const headings = ['', 'ms a step', 'intercept', 'slope', 'R²'];
  return { text: ["Cost of a training step of a small MNIST network, one size changed:", ...aligned([headings, ...rows])].join('\n'), figures: {}, records: { cost } };
}
