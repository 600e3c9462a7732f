import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import type { Dataset } from '../data/dataset';
import { loadTask } from '../data/task';
import type { Engine } from '../engine/engine';
import { removeParts } from '../files/write-whole';
import { definedNetwork } from '../networks/defined-network';
import type { OnFraction } from '../measuring/measure';
import type { Protocol } from '../measuring/protocol';
import { Trainer, type TrainedNetwork } from '../training/trainer';
import { disposeState } from '../training/training-state';
import { readCheckpoint, writeCheckpoint } from './checkpoint';
import { environmentNow, environmentSchema, type Start } from './environment';
import { writeImages } from './images-file';
import { findKept, readKept } from './kept-networks';
import { measureRun } from './measure-run';
import { measurementsSchema } from './measurements';
import { recordPoint } from './record-point';
import { EMPTY_TALLY, isRecorded, tallied, recordsSchema, type RecordedPoint, type Tally } from './records';
import type { Run } from './run';
import type { RunLock } from './run-lock';
import { pathOf, REMEDIES, type Failure, type RunFile, type RunProgress, type RunStore } from './run-store';
import { readSealed, writeSealed } from './sealed-json';
import { StoreError } from './store-error';

/** Called with the fraction of a run that is done, and what is being done, for a reader; awaited; throws to stop. */
export type OnProgress = (fraction: number, note: string) => Promise<void> | void;

/** At most so much is lost by a crash. */
const CHECKPOINT_MILLISECONDS = 30_000;
/** Between two looks that others can have at a run. */
const PROGRESS_MILLISECONDS = 2_000;
/** Share of the time of a run that its measuring takes, for the display only. */
const MEASURING_SHARE = 0.2;

/** What `onProgress` threw: an interrupt is no failure. */
class Interrupt extends Error {
  constructor(readonly reason: unknown) {
    super('Interrupted.');
  }
}

/** One start of a run in a process that holds its lock: from its checkpoint, or the first step, to its measurements. */
export class RunSession {
  private readonly began = performance.now();
  /** of this run: earlier ones and this one */
  private starts: Start[] = [];
  private records: RecordedPoint[] = [];
  private tally: Tally = EMPTY_TALLY;
  private step = 0;
  private savedAt = performance.now();
  private shownAt = -Infinity;

  constructor(
    private readonly engine: Engine,
    private readonly store: RunStore,
    private readonly hash: string,
    private readonly run: Run,
    private readonly protocols: readonly Protocol[],
    private readonly lock: RunLock,
    private readonly kept: readonly string[],
    private readonly onProgress: OnProgress,
  ) {}

  /** Goes to the end. What stops it is written down as the run's failure, unless it is an interrupt, and thrown. */
  async go(): Promise<void> {
    try {
      await rm(this.path('failure'), { force: true });
      await removeParts(pathOf(this.store, this.hash));
      const { task, trainImages, testImages } = this.run;
      const data = await loadTask(task, trainImages, testImages, () => this.tell(0, 'drawing images'));
      await this.measure((await this.takeOver(data)) ?? (await this.train(data)), data);
    } catch (error) {
      if (error instanceof Interrupt) throw error.reason;
      const { name, message } = error instanceof Error ? error : new Error(String(error));
      const failure: Failure = { kind: name, reason: message, step: this.step, at: now() };
      await writeSealed(this.path('failure'), failure).catch(() => undefined); // what went wrong first is what matters
      throw error;
    }
  }

  private async train(data: Dataset): Promise<TrainedNetwork> {
    const trainer = await this.start(data);
    const { run } = this;
    try {
      while (trainer.step < trainer.steps) {
        this.lock.check();
        const report = trainer.advance();
        this.step = report.step;
        this.tally = tallied(this.tally, report);
        const recorded = isRecorded(report.step, report.steps, run.training.epochs * run.recordsPerEpoch);
        if (recorded) {
          this.records = [...this.records, await recordPoint(this.engine, run, trainer, report, this.tally, data, this.protocols)];
          this.tally = EMPTY_TALLY;
        }
        if (recorded || performance.now() - this.savedAt > CHECKPOINT_MILLISECONDS) await this.save(trainer);
        const { epoch, loss } = report;
        try {
          await this.show((1 - MEASURING_SHARE) * (report.step / report.steps), `epoch ${epoch.toFixed(1)}, loss ${loss.toFixed(3)}`);
        } catch (error) {
          if (error instanceof Interrupt) await this.save(trainer);
          throw error;
        }
        await new Promise((resolve) => setImmediate(resolve));
      }
      return trainer.finish();
    } finally {
      trainer.dispose();
    }
  }

  /** A network that was trained elsewhere as this run is, to the bit, where the run was not begun here; with the story of its training. */
  private async takeOver(data: Dataset): Promise<TrainedNetwork | undefined> {
    const kept = existsSync(this.path('checkpoint')) ? undefined : await findKept(this.run, this.kept);
    const [first] = kept?.environment ?? [];
    if (!kept || kept.rounded || !first) return undefined;
    this.step = kept.environment[kept.environment.length - 1]!.toStep;
    const start = environmentNow(this.engine, data, this.step);
    if (!onSameData(first, start)) return undefined;
    this.records = [...kept.records];
    this.starts = [...kept.environment, start];
    await this.writeStory();
    return readKept(this.engine, kept);
  }

  /** Goes to where the run stands, and writes down what goes on from there. */
  private async start(data: Dataset): Promise<Trainer> {
    const { engine, hash, run } = this;
    const network = definedNetwork(run.network);
    const path = this.path('checkpoint');
    const checkpoint = existsSync(path) ? await readCheckpoint(engine, path, hash, network, run.training) : undefined;
    const trainer = new Trainer(engine, network, data, run.training, checkpoint);
    try {
      this.step = trainer.step;
      this.records = checkpoint?.records ?? [];
      this.tally = checkpoint?.tally ?? EMPTY_TALLY;
      const earlier = readSealed(this.path('environment'), environmentSchema, REMEDIES.environment) ?? [];
      const start = environmentNow(engine, data, trainer.step);
      if (checkpoint && earlier[0]) refuseOtherData(this.path('environment'), earlier[0], start);
      this.starts = [...earlier, start];
      await this.writeStory();
      return trainer;
    } catch (error) {
      trainer.dispose();
      throw error;
    }
  }

  private async save(trainer: Trainer): Promise<void> {
    const position = trainer.position();
    try {
      await writeCheckpoint(this.path('checkpoint'), this.hash, { ...position, records: this.records, tally: this.tally });
    } finally {
      disposeState(position.state);
    }
    this.savedAt = performance.now();
    await this.writeStory();
  }

  /** The records beside the checkpoint that holds them, for those who do not read checkpoints; and where this start has got to. */
  private async writeStory(): Promise<void> {
    await writeSealed(this.path('records'), this.records, recordsSchema);
    const current = this.starts[this.starts.length - 1]!;
    this.starts = [...this.starts.slice(0, -1), { ...current, toStep: this.step, seconds: this.seconds() }];
    await writeSealed(this.path('environment'), this.starts, environmentSchema);
  }

  private async measure(trained: TrainedNetwork, data: Dataset): Promise<void> {
    try {
      const measuring: OnFraction = (fraction) => this.show(1 - MEASURING_SHARE * (1 - fraction), 'measuring');
      const { measurements, images } = await measureRun(this.engine, this.run, trained, data, this.protocols, measuring);
      this.lock.check();
      await this.writeStory();
      if (images) await writeImages(this.store, this.hash, images);
      await writeSealed(this.path('measurements'), measurements, measurementsSchema);
    } finally {
      trained.dispose();
    }
  }

  /** Shows where the run is, here and to others. @throws Interrupt */
  private async show(fraction: number, note: string): Promise<void> {
    if (performance.now() - this.shownAt > PROGRESS_MILLISECONDS) {
      this.shownAt = performance.now();
      const done = this.step - this.starts[this.starts.length - 1]!.fromStep;
      const progress: RunProgress = { step: this.step, fraction, note, stepsPerSecond: done / this.seconds(), at: now() };
      await writeSealed(this.path('progress'), progress);
    }
    await this.tell(fraction, note);
  }

  /** @throws Interrupt */
  private async tell(fraction: number, note: string): Promise<void> {
    try {
      await this.onProgress(fraction, note);
    } catch (error) {
      throw new Interrupt(error);
    }
  }

  private path(file: RunFile): string {
    return pathOf(this.store, this.hash, file);
  }

  private seconds(): number {
    return (performance.now() - this.began) / 1000;
  }
}

function onSameData(first: Start, now: Start): boolean {
  const content = ({ data: { sha256 } }: Start): string => JSON.stringify(Object.entries(sha256).sort());
  return content(first) === content(now);
}

function refuseOtherData(path: string, first: Start, now: Start): void {
  if (onSameData(first, now)) return;
  throw new StoreError(
    path,
    `says that the run was begun on other data (${first.data.source}) than are here now (${now.data.source})`,
    'give it those again, or delete the folder to train the run again',
  );
}

function now(): string {
  return new Date().toISOString();
}
