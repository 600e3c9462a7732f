import type { Normalization } from '../src/data/dataset';
import type { NetworkDefinition } from '../src/networks/definition';
import type { TorchvisionNetwork } from './torchvision';

/** What the contenders of a comparison are asked to do again and again. */
export type TaskName = 'training-step' | 'inference' | 'index-programs';

/** All that a worker is told, as JSON in a file. */
export interface Job {
  readonly task: TaskName;
  readonly threads: number;
  /** one of the project's, every field, defaults filled in; or one that it imports */
  readonly network: NetworkDefinition | TorchvisionNetwork;
  /** images in the batch */
  readonly batch: number;
  readonly normalization: Normalization;
  /** of the initial values */
  readonly seed: number;
  readonly learningRate: number;
  readonly momentum: number;
  readonly weightDecay: number;
  /** folder of the values and the batch, see material.ts */
  readonly material: string;
  /** what tells contenders of one program apart */
  readonly variant: Readonly<Record<string, string | boolean>>;
}

/** A worker's first line on its standard output, once it could start: what it runs on. */
export interface Ready {
  readonly versions: Readonly<Record<string, string>>;
  /** as the library itself reports them */
  readonly threads: number;
  /** what making the task ready took: networks and values built, for a graph emitted and loaded */
  readonly prepareSeconds: number;
}

/** A worker's answer, one line of JSON, to a line with the number of calls that it shall make. */
export interface Answer {
  /** wall-clock time of each call */
  readonly milliseconds: readonly number[];
  /** of each call: the batch's mean cross-entropy, before a training step's update */
  readonly losses: readonly number[];
  /** processor time of the whole process, all threads, while it made the calls */
  readonly cpuSeconds: number;
  /** largest resident memory of the process so far */
  readonly peakMemoryMB: number;
  /** resident memory of the process after the calls; only our worker tells it */
  readonly residentMB?: number;
}
