import type { ChildProcess } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { Engine } from '../engine/engine';
import { startWorker, workerCount } from '../experiments/worker-pool';
import type { Subject } from '../measuring/measure';
import { layoutOf } from '../measuring/programs/block-programs';
import { programCost } from '../measuring/programs/program-cost';
import type { BatchStatistics, ReadElsewhere, RunElsewhere } from '../measuring/programs/share';
import { multiplyAddsOf } from '../measuring/programs/multiply-adds-of';
import type { FromMeasurer, MeasuredFile, ToMeasurer } from './measure-messages';

/** Multiply-adds from which on a pass is shared (ours: a minute of one core at 33 billion a second, as measured; starting processes takes some seconds). */
const WORTH_SHARING = 2e12;

type Pass = Extract<ToMeasurer, { kind: 'pass' }>;

/** Processes of one thread that share the images of block programs: all of them work all the time, where the threads of one process wait for one another (measured: two do 1.75 times the work of one). */
export class SharedPrograms {
  private readonly children: ChildProcess[] = [];
  /** how many processes of one thread had a share; 0 where nothing was shared */
  shared = 0;

  /**
   * @param file what the processes read anew
   * @param subject what comes of it here
   * @param processes how many; 0: nothing is shared
   * @param worthSharing multiply-adds from which on a pass is shared
   */
  constructor(
    private readonly file: MeasuredFile,
    private readonly subject: Subject,
    private readonly processes = processesFor(subject.engine),
    private readonly worthSharing = WORTH_SHARING,
  ) {}

  /** Shares a pass where that is faster. */
  readonly run: RunElsewhere = (programs, anew, read, onFraction) => {
    const { network, set, training } = this.subject;
    const layout = layoutOf(network);
    const layers = layout.reduce((sum, blocks) => sum + 1 + blocks, 0);
    const images = set.size + (anew ? training!.size : 0);
    const work = (multiplyAddsOf(network, set.shape) / layers) * programCost(layout, programs, layout.map(() => 1)).shared * images;
    return this.processes > 0 && work >= this.worthSharing ? this.share({ kind: 'pass', programs, anew }, read, onFraction) : undefined;
  };

  end(): void {
    for (const child of this.children.splice(0)) child.kill();
  }

  private async share(pass: Pass, read: ReadElsewhere, onFraction: (fraction: number) => Promise<void> | void): Promise<void> {
    if (this.children.length === 0) {
      this.shared = this.processes;
      for (let place = 0; place < this.processes; place++) {
        const child = startWorker(join(__dirname, 'measure-process.ts'));
        this.children.push(child);
        send(child, { kind: 'start', file: this.file, place, of: this.processes });
      }
    }
    const statistics = new Map<number, readonly (readonly BatchStatistics[])[]>();
    const fractions = this.children.map(() => 0);
    const gather = (place: number, own: readonly (readonly BatchStatistics[])[]): void => {
      statistics.set(place, own);
      if (statistics.size < this.processes) return;
      const all = inOrder(this.children.map((_, i) => statistics.get(i)!));
      for (const child of this.children) send(child, { kind: 'statistics', all });
    };
    await Promise.all(this.children.map((child, place) => passOf(this.subject.engine, child, pass, read, (own) => gather(place, own), async (fraction) => {
      fractions[place] = fraction;
      await onFraction(fractions.reduce((sum, each) => sum + each, 0) / this.processes);
    })));
  }
}

/** One for every thread of the engine; none where that is one, or a GPU. */
function processesFor({ report: { engine, device, threads } }: Engine): number {
  const processes = engine === 'native' && device === 'CPU' ? workerCount(threads, availableParallelism()) : 1;
  return processes > 1 ? processes : 0;
}

/** Batches of processes that took turns. */
function inOrder<T>(parts: readonly (readonly T[])[]): T[] {
  const longest = parts.reduce((most, { length }) => Math.max(most, length), 0);
  return Array.from({ length: longest }, (_, turn) => parts.flatMap((part) => part.slice(turn, turn + 1))).flat();
}

/** A pass in one process, until that says that it is done. */
function passOf(
  { tf }: Engine,
  child: ChildProcess,
  pass: Pass,
  read: ReadElsewhere,
  onStatistics: (own: readonly (readonly BatchStatistics[])[]) => void,
  onFraction: (fraction: number) => Promise<void>,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const end = (error?: Error): void => {
      for (const event of ['error', 'exit', 'message']) child.removeAllListeners(event);
      if (error) reject(error);
      else resolve();
    };
    child.on('error', end);
    const ended = (how: string): void => end(new Error(`A process that measures ended (${how}); if memory ran out, close other programs and start again.`));
    child.on('exit', (code, signal) => ended(signal ?? `exit ${code}`));
    if (!child.connected) {
      ended('between two passes');
      return;
    }
    child.on('message', (message: FromMeasurer) => {
      try {
        if (message.kind === 'logits') tf.tidy(() => read(message.program, tf.tensor(message.values, [...message.shape]), message.from));
        else if (message.kind === 'statistics') onStatistics(message.own);
        else if (message.kind === 'fraction') onFraction(message.fraction).catch(end);
        else end(message.kind === 'failed' ? new Error(message.message) : undefined);
      } catch (error) {
        end(error as Error);
      }
    });
    send(child, pass);
  });
}

function send(child: ChildProcess, message: ToMeasurer): void {
  if (child.connected) child.send(message);
}
