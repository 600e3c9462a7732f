import { AsyncLocalStorage } from 'node:async_hooks';
import { inspect } from 'node:util';
import { Outputs, type Publish } from './outputs';

/** The reason with which the signal of an interrupted cell aborts. */
export class Interrupted extends Error {
  override readonly name = 'KeyboardInterrupt';

  constructor(message = 'interrupted') {
    super(message);
  }
}

/** A cell that is run, and whatever goes on in the background on its behalf afterwards. */
export class Cell {
  readonly outputs: Outputs;
  /** The value of the last expression as text, once there is one. */
  result: string | null = null;
  /** Whether the front end has been told that the cell is done. */
  finished = false;
  /** Rejects as soon as the cell is to be given up, whatever it still waits for. */
  readonly givenUp: Promise<never>;
  private giveUp!: (reason: unknown) => void;
  private readonly controller = new AbortController();

  constructor(
    readonly code: string,
    /** The number in the brackets of `In [3]`. */
    readonly count: number,
    send: Publish,
  ) {
    this.outputs = new Outputs(send);
    this.givenUp = new Promise((_, reject) => (this.giveUp = reject));
    this.givenUp.catch(() => {});
  }

  /** Short, because Node 20 keeps the cell as a property of its promises, which are shown with it. */
  [inspect.custom](): string {
    return `In [${this.count}]`;
  }

  /** Aborts when the cell is interrupted, or fails while it still works on something else. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Asks the cell's work to stop. */
  abort(reason: unknown): void {
    this.controller.abort(reason);
  }

  /** Ends the cell with an error without waiting for its work. */
  fail(reason: unknown): void {
    this.giveUp(reason);
    this.abort(reason);
  }
}

/** Tells which cell a piece of running code belongs to, through timers, promises and events. */
export const cellContext = new AsyncLocalStorage<Cell>();
