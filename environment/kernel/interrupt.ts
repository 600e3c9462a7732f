import { Interrupted, type Cell } from './cell';

/** How long an interrupted cell may take to stop by itself before the kernel stops waiting for it. */
const GRACE_MS = 500;

/**
 * Interrupts cells on SIGINT.
 *
 * JavaScript cannot be stopped from outside while it awaits something. So the signal of the cell aborts, which a long
 * loop looks at between two steps; a cell that does not is reported as interrupted all the same, though what it started
 * goes on. With no cell running, background work of earlier cells is asked to stop.
 */
export class Interrupts {
  private running: Cell | undefined;
  private readonly finished = new Set<WeakRef<Cell>>();

  listen(): void {
    process.on('SIGINT', () => this.interrupt());
  }

  begin(cell: Cell): void {
    this.running = cell;
  }

  end(cell: Cell): void {
    if (this.running === cell) this.running = undefined;
    this.finished.add(new WeakRef(cell));
  }

  interrupt(): void {
    const cell = this.running;
    if (cell) {
      cell.abort(new Interrupted());
      const note = 'interrupted; what the cell started goes on in the background until its next checkpoint, if it has one';
      setTimeout(() => cell.fail(new Interrupted(note)), GRACE_MS).unref();
      return;
    }
    for (const reference of this.finished) reference.deref()?.abort(new Interrupted());
    this.finished.clear();
  }
}
