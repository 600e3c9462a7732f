import { setImmediate as turn } from 'node:timers/promises';

/** Work that is done in turn; `run` is left out where the work before has failed, and `finish` then gets undefined. */
export interface Task<Outcome> {
  readonly run: () => Promise<Outcome>;
  /** Whether the tasks that wait behind this one are to be left out. */
  readonly stops: (outcome: Outcome) => boolean;
  readonly finish: (outcome: Outcome | undefined) => void;
}

/**
 * Does tasks one after another.
 *
 * After a failure exactly those are left out that were asked for before the failure is announced: nothing is skipped
 * because it came soon after, as a delay would have it.
 */
export class ExecutionQueue {
  private tail: Promise<void> = Promise.resolve();
  private received = 0;
  private leftOutUpTo = 0;

  add<Outcome>(task: Task<Outcome>): void {
    const number = ++this.received;
    this.tail = this.tail.then(async () => {
      if (number <= this.leftOutUpTo) { task.finish(undefined); return; }
      const outcome = await task.run();
      if (task.stops(outcome)) {
        await this.everythingSent();
        this.leftOutUpTo = this.received;
      }
      task.finish(outcome);
    });
  }

  /** Reads what front ends had sent while the event loop was busy. */
  private async everythingSent(): Promise<void> {
    let before: number;
    do {
      before = this.received;
      await turn();
      await turn();
    } while (this.received !== before);
  }
}
