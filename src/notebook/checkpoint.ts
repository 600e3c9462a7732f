import { kernelHost } from './kernel-host';
import { isUnderWay } from './progress';

let ofProcess: AbortSignal | undefined;
let lastCheckpoint = -Infinity;

/** Aborts when the running cell, or outside a notebook the program, is interrupted (SIGINT). */
export function interruptSignal(): AbortSignal {
  return kernelHost()?.interruptSignal ?? (ofProcess ??= processInterrupt());
}

/** Whether an error is the interrupt itself, which a checkpoint threw. */
export function isInterrupt(error: unknown, signal: AbortSignal = interruptSignal()): boolean {
  return signal.aborted && signal.reason === error;
}

/** The status of a program that Ctrl+C ended, as shells say it. */
const INTERRUPTED_STATUS = 130;

/**
 * The first Ctrl+C asks the program to stop at its next checkpoint; the second, or one while no long computation is under way, ends it at once,
 * as without this. Where nobody catches what the checkpoint throws, the program ends without a stack: the line of progress has said what was done.
 */
function processInterrupt(): AbortSignal {
  const controller = new AbortController();
  const reason = new Error('Interrupted.');
  process.once('SIGINT', () => {
    if (!isUnderWay(lastCheckpoint)) {
      process.kill(process.pid, 'SIGINT');
      return;
    }
    process.prependOnceListener('uncaughtException', (error) => {
      if (error === reason) process.exit(INTERRUPTED_STATUS);
      if (process.listenerCount('uncaughtException') === 0) throw error;
    });
    controller.abort(reason);
  });
  return controller.signal;
}

/**
 * To be awaited in every long loop: gives the event loop a turn, so that progress is shown and an interrupt arrives,
 * and stops the loop when it has.
 * @param signal of those who take interrupts themselves
 * @throws the reason of the interrupt
 */
export async function checkpoint(signal: AbortSignal = interruptSignal()): Promise<void> {
  lastCheckpoint = performance.now();
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
