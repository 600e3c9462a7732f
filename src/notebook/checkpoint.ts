import { kernelHost } from './kernel-host';

let ofProcess: AbortSignal | undefined;

/** Aborts when the running cell, or outside a notebook the program, is interrupted (SIGINT). */
export function interruptSignal(): AbortSignal {
  return kernelHost()?.interruptSignal ?? (ofProcess ??= processInterrupt());
}

/** The first Ctrl+C asks the program to stop at its next checkpoint; the second ends it at once, as without this. */
function processInterrupt(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort(new Error('Interrupted.')));
  return controller.signal;
}

/**
 * To be awaited in every long loop: gives the event loop a turn, so that progress is shown and an interrupt arrives,
 * and stops the loop when it has.
 * @param signal of those who take interrupts themselves
 * @throws the reason of the interrupt
 */
export async function checkpoint(signal: AbortSignal = interruptSignal()): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  signal.throwIfAborted();
}
